package dev.fanfare.protocol.centrifuge.delta;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The work of a search. */
class MatchesTest {
    private static final int SIZE = 60_000;
    /** Has the same slot as a block of spaces in an index of {@link #SIZE} bytes. */
    private static final String COLLIDING = "hjjc6rta7anzhw16";

    @Test
    void next_blocksWithChosenHashes_giveUpEarly() {
        var base = COLLIDING.repeat(SIZE / COLLIDING.length()).getBytes(US_ASCII);
        var target = new byte[SIZE];
        Arrays.fill(target, (byte) ' ');
        var matches = new Matches(base, target, false);

        assertThat(matches.next(0)).isNull();

        assertThat(matches.failures()).isBetween(SIZE, 2 * SIZE + 32);
    }

    @Test
    void next_arbitraryContent_isSearchedCompletely() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var base = new byte[SIZE];
        random.nextBytes(base);
        var target = new byte[SIZE];
        random.nextBytes(target);
        System.arraycopy(base, 0, target, SIZE - 100, 100);
        var matches = new Matches(base, target, false);

        var match = matches.next(0);

        assertThat(match).as("seed " + seed).isEqualTo(new Matches.Match(SIZE - 100, 0, 100));
        assertThat(matches.failures()).as("seed " + seed).isLessThan(SIZE);
    }
}
