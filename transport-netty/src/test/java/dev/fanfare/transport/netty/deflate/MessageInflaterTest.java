package dev.fanfare.transport.netty.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.Deflated;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageInflaterTest {
    private static final CompressionSettings TAKEOVER = CompressionSettings.DEFAULTS.withClientContextTakeover();

    private final PerMessageDeflate deflate = new PerMessageDeflate(TAKEOVER);
    private final MessageInflater alone = inflater("permessage-deflate; client_no_context_takeover");
    private final MessageInflater following = inflater("permessage-deflate");

    @AfterEach
    void endsAll() {
        alone.release();
        following.release();
        deflate.close();
        assertThat(deflate.alive()).isZero();
    }

    /** The examples of RFC 7692, 7.2.3: one block, an uncompressed block, a final block, two blocks, and the empty message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f248cdc9c90700",
                "000500faff48656c6c6f00",
                "f348cdc9c9070000",
                "f248050000 00ffffcac9c90700",
            })
    void inflate_examplesOfRfc7692_returnHello(String hex) {
        assertThat(inflate(alone, bytes(hex))).isEqualTo(bytes("48656c6c6f"));
    }

    @Test
    void inflate_exampleWithContextTakeover_returnsHello() {
        assertThat(inflate(following, bytes("f248cdc9c90700"))).isEqualTo(bytes("48656c6c6f"));
        assertThat(inflate(following, bytes("f200110000"))).isEqualTo(bytes("48656c6c6f"));
    }

    @Test
    void inflate_emptyMessage_isOneZeroByte() {
        assertThat(inflate(alone, new byte[1])).isEmpty();
    }

    @Test
    void inflate_referenceToRejectedMessage_fails() {
        assertThat(inflate(alone, bytes("f248cdc9c90700"))).isNotNull();
        assertThat(inflate(alone, bytes("f200110000"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // a block of a kind that is none
                "f248cdc9", // ends within a block
                "f248cdc9c907", // lacks the flush
                "000500faff4865", // ends within an uncompressed block
                "000500faf048656c6c6f00", // lengths that contradict one another
                "f200110000", // refers to before the beginning
                ""
            })
    void inflate_malformedData_fails(String hex) {
        assertThat(inflate(alone, bytes(hex))).isNull();
        assertThat(inflate(alone, bytes("f248cdc9c90700"))).isEqualTo(bytes("48656c6c6f"));
    }

    @Test
    void inflate_anySizeInAnyPieces_roundTrips() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        for (int i = 0; i < 300; i++) {
            var message = random.nextBoolean()
                    ? MessageCompressorTest.words(random.nextInt(100_000))
                    : MessageCompressorTest.random(random.nextInt(50_000));
            assertThat(inflate(following, cut(Deflated.deflate(deflater, message), random)))
                    .as("message %d of seed %d", i, seed)
                    .isEqualTo(message);
        }
        deflater.end();
    }

    @Test
    void inflate_afterFinalBlock_mayReferToIt() {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        var words = MessageCompressorTest.random(20_000);
        deflater.setInput(words);
        deflater.finish();
        var chunk = new byte[40_000];
        int length = deflater.deflate(chunk);
        deflater.reset();
        deflater.setDictionary(words);
        var second = Deflated.deflate(deflater, words);
        deflater.end();
        assertThat(second).hasSizeLessThan(1_000);
        var both = new ByteArrayOutputStream();
        both.write(chunk, 0, length);
        both.writeBytes(second);

        var twice = Objects.requireNonNull(inflate(alone, both.toByteArray()));

        assertThat(Arrays.copyOf(twice, words.length)).isEqualTo(words);
        assertThat(Arrays.copyOfRange(twice, words.length, twice.length)).isEqualTo(words);
    }

    @Test
    void inflate_fewFinalBlocks_isAccepted() {
        assertThat(inflate(alone, finalBlocks(MessageInflater.MAX_FINAL_BLOCKS)))
                .isEmpty();
        assertThat(alone.hasTooManyFinalBlocks()).isFalse();
    }

    @Test
    void inflate_manyFinalBlocks_isRejected() {
        assertThat(inflate(alone, finalBlocks(MessageInflater.MAX_FINAL_BLOCKS + 1)))
                .isNull();
        assertThat(alone.hasTooManyFinalBlocks()).isTrue();

        assertThat(inflate(alone, bytes("f248cdc9c90700"))).isEqualTo(bytes("48656c6c6f"));
        assertThat(alone.hasTooManyFinalBlocks()).isFalse();
    }

    /** Empty final blocks (RFC 1951, 3.2.6), and the end of a message. */
    private static byte[] finalBlocks(int number) {
        return bytes("0300".repeat(number) + "00");
    }

    @Test
    void inflate_betweenMessages_holdsNoDecompressor() {
        var output = new Collected(100);
        assertThat(alone.add(bytes("f248"), 2, output)).isEqualTo(2);
        assertThat(deflate.alive()).isEqualTo(1);

        alone.release();
        deflate.close();

        assertThat(deflate.alive()).isZero();
    }

    @Test
    void inflate_bomb_isRejectedBeforeBuffering() {
        var bomb = Deflated.deflate(new byte[10_000_000]);
        assertThat(bomb).hasSizeLessThan(20_000);
        var output = new Collected(100_000);

        int consumed = alone.add(bomb, bomb.length, output);
        assertThat(alone.add(Arrays.copyOfRange(bomb, consumed, bomb.length), bomb.length - consumed, output))
                .isEqualTo(MessageInflater.REJECTED);
        assertThat(output.size()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void add_muchDecompressedData_returnsEarly() {
        var message = new byte[1 << 20];
        var compressed = Deflated.deflate(message);
        var output = new Collected(Integer.MAX_VALUE);

        int consumed = alone.add(compressed, compressed.length, output);

        assertThat(consumed).isBetween(1, compressed.length / 8);
        assertThat(output.size()).isBetween(MessageInflater.MAX_BYTES_PER_CALL, 2 * MessageInflater.MAX_BYTES_PER_CALL);
        alone.release();
        assertThat(inflate(alone, compressed)).isEqualTo(message);
    }

    private MessageInflater inflater(String offer) {
        var offers = Objects.requireNonNull(ExtensionOffer.parse(List.of(offer)));
        return deflate.inflater(Objects.requireNonNull(deflate.negotiate(offers)), new byte[1000]);
    }

    private static byte @Nullable [] inflate(MessageInflater inflater, byte[]... pieces) {
        var output = new Collected(Integer.MAX_VALUE);
        for (var piece : pieces) {
            var rest = piece;
            while (rest.length > 0) {
                int consumed = inflater.add(rest, rest.length, output);
                if (consumed == MessageInflater.REJECTED) {
                    inflater.release();
                    return null;
                }
                rest = Arrays.copyOfRange(rest, consumed, rest.length);
            }
        }
        return inflater.finish(output) ? Arrays.copyOf(output.bytes(), output.size()) : null;
    }

    private static byte[][] cut(byte[] bytes, Random random) {
        int middle = random.nextInt(bytes.length + 1);
        return new byte[][] {Arrays.copyOf(bytes, middle), Arrays.copyOfRange(bytes, middle, bytes.length)};
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static final class Collected implements MessageInflater.Output {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final int most;

        Collected(int most) {
            this.most = most;
        }

        @Override
        public boolean append(byte[] bytes, int length) {
            if (all.size() + (long) length > most) {
                return false;
            }
            all.write(bytes, 0, length);
            return true;
        }

        @Override
        public byte[] bytes() {
            return all.toByteArray();
        }

        @Override
        public int size() {
            return all.size();
        }
    }
}
