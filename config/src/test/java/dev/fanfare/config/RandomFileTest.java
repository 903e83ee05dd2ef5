package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random file either loads or is rejected with problems. */
class RandomFileTest {
    private static final int ROUNDS = 150;
    private static final int MAX_EDITS = 6;
    private static final List<String> PIECES = List.of(
            "\n",
            "  ",
            "\t",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "? ",
            "| ",
            "> ",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            "<<: ",
            "null",
            "~",
            "-1",
            "\u0000",
            "\ud800",
            "\u2028",
            "\\");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFile_loadsOrIsRejectedWithProblems(long seed) {
        var random = new Random(seed);
        var whole = SampleConfig.LOADER.defaults();
        for (var round = 0; round < ROUNDS; round++) {
            var text = damaged(whole, random);
            try {
                assertThat(SampleConfig.LOADER.load(text, Map.of(), Map.of())).isNotNull();
            } catch (ConfigException rejected) {
                assertThat(rejected.problems())
                        .as("seed " + seed + ", round " + round)
                        .isNotEmpty();
            }
        }
    }

    private static String damaged(String whole, Random random) {
        var text = new StringBuilder(whole);
        for (var edits = random.nextInt(MAX_EDITS) + 1; edits > 0; edits--) {
            var at = random.nextInt(text.length());
            if (random.nextBoolean()) {
                text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            } else {
                text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
            }
        }
        return text.toString();
    }
}
