package dev.fanfare.transport.netty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {
    private static final int STRINGS = 200_000;
    private static final int MAX_PARTS = 12;
    /** Bytes at the boundaries of every rule of RFC 3629, 4. */
    private static final int[] BORDERS = {
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };

    @Test
    void accept_randomBytesInAnyPieces_agreesWithJdk() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int lawful = 0;
        for (int i = 0; i < STRINGS; i++) {
            var bytes = randomBytes(random);
            boolean expected = isUtf8(bytes);
            lawful += expected ? 1 : 0;
            assertThat(check(bytes, random))
                    .as("seed %d, string %d: %s", seed, i, HexFormat.of().formatHex(bytes))
                    .isEqualTo(expected);
        }
        // The generator must produce both results often.
        assertThat(lawful).isBetween(STRINGS / 10, STRINGS * 9 / 10);
    }

    @Test
    void accept_everyCodePoint_agreesWithJdk() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            var check = new Utf8Check();
            var bytes = encode(point);
            assertThat(check.accept(bytes, 0, bytes.length) && check.isComplete())
                    .as("U+%04X", point)
                    .isEqualTo(!surrogate);
        }
    }

    private static boolean check(byte[] bytes, Random random) {
        var check = new Utf8Check();
        int from = 0;
        while (from < bytes.length) {
            int to = from + 1 + random.nextInt(bytes.length - from);
            if (!check.accept(bytes, from, to)) {
                return false;
            }
            from = to;
        }
        return check.isComplete();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /** Mostly valid characters with runs of ASCII in between, sometimes a byte at a boundary. */
    private static byte[] randomBytes(Random random) {
        var bytes = ByteBuffer.allocate(MAX_PARTS * 16);
        int parts = random.nextInt(MAX_PARTS);
        for (int i = 0; i < parts; i++) {
            switch (random.nextInt(12)) {
                case 0 -> bytes.put((byte) BORDERS[random.nextInt(BORDERS.length)]);
                case 1, 2, 3 ->
                    bytes.put("sixteen letters.".getBytes(StandardCharsets.US_ASCII), 0, random.nextInt(17));
                case 4 -> bytes.put(encode(random.nextInt(0x80)));
                case 5, 6 -> bytes.put(encode(0x80 + random.nextInt(0x800 - 0x80)));
                case 7, 8 -> bytes.put(encode(0xE000 + random.nextInt(0x2000)));
                default -> bytes.put(encode(0x1_0000 + random.nextInt(0x10_0000)));
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Encodes any code point, including surrogates. */
    private static byte[] encode(int point) {
        if (point < 0x80) {
            return new byte[] {(byte) point};
        }
        if (point < 0x800) {
            return new byte[] {(byte) (0xC0 | point >> 6), low6(point)};
        }
        if (point < 0x1_0000) {
            return new byte[] {(byte) (0xE0 | point >> 12), low6(point >> 6), low6(point)};
        }
        return new byte[] {(byte) (0xF0 | point >> 18), low6(point >> 12), low6(point >> 6), low6(point)};
    }

    private static byte low6(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
