package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShrinkingMapTest {
    private static final int KEYS = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void map_growsAndShrinks_keepsItsEntries(long seed) {
        var random = new Random(seed);
        var map = new ShrinkingMap<Integer, Integer>();
        var model = new HashMap<Integer, Integer>();
        for (int wave = 0; wave < 6; wave++) {
            for (int step = 0; step < 5_000; step++) {
                int key = random.nextInt(KEYS);
                if (random.nextInt(10) < (wave % 2 == 0 ? 9 : 1)) {
                    map.put(key, step);
                    model.put(key, step);
                } else {
                    map.remove(key);
                    model.remove(key);
                }
                assertThat(map.get(key)).as("seed " + seed).isEqualTo(model.get(key));
            }
            assertThat(map.size()).isEqualTo(model.size());
            assertThat(map.values()).containsExactlyInAnyOrderElementsOf(model.values());
        }
    }
}
