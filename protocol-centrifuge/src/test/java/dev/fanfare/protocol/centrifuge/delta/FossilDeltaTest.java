package dev.fanfare.protocol.centrifuge.delta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FossilDeltaTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final String JSON_TEXT = "{\"symbol\":\"ACME\",\"bids\":[[101.25,300],[101.20,1200],"
            + "[101.15,50]],\"asks\":[[101.30,10],[101.35,700]],\"time\":1732523573,\"open\":true}";
    private static final String RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. "
            + "В чащах юга жил бы цитрус? Да, но фальшивый экземпляр!";
    private static final String CHINESE = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。闰余成岁，律吕调阳。云腾致雨，露结为霜。";
    private static final String EMOJI =
            "👩‍🚀🚀🌍🌕👨‍👩‍👧‍👦🎉🎊✨🥳🍾🥂🎈🎁🎂🍰🧁🍬🍭🍫🍿🍩🍪🌰🥜🍯🥛🍼☕️🍵🧃🥤🍶🍺🍻";

    /** The words are "0123", "4567", "89AB", "CDEF" of the base, and "xyz" with a zero byte; their sum is 0x585D68F2. */
    @Test
    void ofBytes_knownVector_matches() {
        var delta = FossilDelta.ofBytes(utf8("0123456789ABCDEF"), utf8("0123456789ABCDEFxyz"));

        assertThat(delta).asString(UTF_8).isEqualTo("J\nG@0,3:xyz1ONMZn;");
    }

    @Test
    void ofBytes_identical_isOneCopy() {
        var text = utf8("The quick brown fox jumps over the lazy dog.");

        var delta = FossilDelta.ofBytes(text, text.clone());

        assertThat(delta).asString(UTF_8).startsWith("h\nh@0,").hasSize(13);
        assertThat(FossilPatch.apply(text, orElseThrow(delta))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "0123456789", "0123456789ABCDEF"})
    void tinyTexts_haveNoDelta(String text) {
        var base = utf8(JSON_TEXT);

        assertThat(FossilDelta.ofBytes(utf8(text), base)).isNull();
        assertThat(FossilDelta.ofText(base, utf8(text))).isNull();
        assertThat(FossilDelta.ofText(utf8(text.substring(text.length() / 2)), utf8(text)))
                .isNull();
    }

    @Test
    void unrelatedTexts_haveNoDelta() {
        assertThat(FossilDelta.ofBytes(utf8(JSON_TEXT), utf8(RUSSIAN))).isNull();
        assertThat(FossilDelta.ofText(utf8(JSON_TEXT), utf8(RUSSIAN))).isNull();
    }

    @Test
    void ofText_invalidUtf8_isNull() {
        var text = utf8(JSON_TEXT);
        var binary = (JSON_TEXT + "é").getBytes(ISO_8859_1);

        assertThat(FossilDelta.ofText(text, binary)).isNull();
        assertThat(FossilDelta.ofText(binary, text)).isNull();
        assertThat(FossilDelta.ofBytes(text, binary)).isNotNull();
    }

    /** The letters и and л have the same first byte, so a delta of bytes splits the character. */
    @Test
    void ofText_doesNotSplitCharacters() {
        var base = utf8("В чащах юга жил бы цитрус и многое");
        var target = utf8("В чащах юга жил бы цитрус л многое");

        var text = orElseThrow(FossilDelta.ofText(base, target));

        assertThat(Payload.detect(text).isText()).isTrue();
        assertThat(new String(text, UTF_8)).contains(":л");
        assertThat(FossilPatch.apply(base, text)).isEqualTo(target);
        assertThat(Payload.detect(orElseThrow(FossilDelta.ofBytes(base, target)))
                        .isText())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON_TEXT, RUSSIAN, CHINESE, EMOJI})
    void ofText_randomEdits_roundTrip(String text) {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        int found = 0;
        for (int round = 0; round < 500; round++) {
            var base = utf8(text.repeat(1 + random.nextInt(4)));
            var target = utf8(edited(new String(base, UTF_8), random));
            var delta = FossilDelta.ofText(base, target);
            if (delta != null) {
                found++;
                assertThat(delta).as("seed " + seed).hasSizeLessThan(target.length);
                assertThat(Payload.detect(delta).isText()).as("seed " + seed).isTrue();
                assertThat(FossilPatch.apply(base, delta)).as("seed " + seed).isEqualTo(target);
            }
        }
        assertThat(found).as("seed " + seed).isGreaterThan(350);
    }

    @Test
    void ofBytes_randomEdits_roundTrip() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            var base = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(base);
            var target = spliced(base, random);
            var delta = FossilDelta.ofBytes(base, target);
            if (delta != null) {
                assertThat(delta).as("seed " + seed).hasSizeLessThan(target.length);
                assertThat(FossilPatch.apply(base, delta)).as("seed " + seed).isEqualTo(target);
            }
        }
    }

    @Test
    void ofBytes_oneWordInLargeDocument_isSmall() {
        var base = utf8(JSON_TEXT.repeat(100));
        var target = utf8(JSON_TEXT.repeat(50) + "[" + JSON_TEXT.repeat(50));

        var delta = orElseThrow(FossilDelta.ofBytes(base, target));

        assertThat(delta).hasSizeLessThan(40);
        assertThat(FossilPatch.apply(base, delta)).isEqualTo(target);
    }

    /** An algorithm with quadratic time would exceed the time limit of the test. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 17, 1000})
    void ofBytes_repetitiveMebibyte_takesLinearTime(int period) {
        var base = repeating(period);
        var target = repeating(period);
        for (int i = 500; i < target.length; i += 1013) {
            target[i] ^= 1;
        }

        assertThat(FossilPatch.apply(base, orElseThrow(FossilDelta.ofBytes(base, base.clone()))))
                .isEqualTo(base);
        assertThat(FossilPatch.apply(base, orElseThrow(FossilDelta.ofBytes(base, target))))
                .isEqualTo(target);
    }

    @Test
    void ofText_mebibyteOfEqualLetters_isSmall() {
        var base = new byte[MEBIBYTE];
        Arrays.fill(base, (byte) 'a');
        var target = Arrays.copyOf(base, MEBIBYTE - 1);

        var delta = orElseThrow(FossilDelta.ofText(base, target));

        assertThat(delta).hasSizeLessThan(30);
        assertThat(FossilPatch.apply(base, delta)).isEqualTo(target);
    }

    private static byte[] repeating(int period) {
        var bytes = new byte[MEBIBYTE];
        for (int i = 0; i < bytes.length && period > 0; i++) {
            bytes[i] = (byte) (i % period * 31);
        }
        return bytes;
    }

    /** Replaces, removes and inserts a few code points. */
    private static String edited(String text, Random random) {
        var points = text.codePoints().toArray();
        var edited = new StringBuilder();
        int until = 0;
        for (int edit = random.nextInt(4); edit >= 0; edit--) {
            int from = until + random.nextInt(points.length - until + 1);
            edited.append(new String(points, until, from - until));
            until = Math.min(points.length, from + random.nextInt(4));
            for (int insert = random.nextInt(4); insert > 0; insert--) {
                edited.appendCodePoint(points[random.nextInt(points.length)] ^ random.nextInt(2));
            }
        }
        return edited.append(new String(points, until, points.length - until)).toString();
    }

    private static byte[] spliced(byte[] base, Random random) {
        int from = random.nextInt(base.length);
        int length = random.nextInt(base.length - from);
        var target = new byte[length + random.nextInt(200)];
        random.nextBytes(target);
        System.arraycopy(base, from, target, random.nextInt(target.length - length + 1), length);
        return target;
    }

    private static byte[] orElseThrow(byte @Nullable [] delta) {
        return Objects.requireNonNull(delta, "no delta");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
