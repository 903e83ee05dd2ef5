package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The first rows of many are those of the whole, and few rows are created. */
class FirstRowsTest {
    @Test
    void rows_areTheFirstAfterTheKey_inAnyOrderOfOffers() {
        for (long seed = 1; seed <= 50; seed++) {
            var keys = new ArrayList<>(
                    IntStream.range(0, 300).mapToObj("key %03d"::formatted).toList());
            Collections.shuffle(keys, new Random(seed));
            var first = new FirstRows<String>("key 099", 20);
            keys.forEach(key -> first.offer(key, () -> key));

            assertThat(first.rows())
                    .as("seed " + seed)
                    .isEqualTo(IntStream.range(100, 120)
                            .mapToObj("key %03d"::formatted)
                            .toList());
            assertThat(first.matches()).isEqualTo(300);
        }
    }

    @Test
    void rows_thatAreNotAmongTheFirst_areNotCreated() {
        var created = new ArrayList<String>();
        var first = new FirstRows<String>("", 10);
        IntStream.range(0, 1_000)
                .mapToObj("key %03d"::formatted)
                .forEach(key -> first.offer(key, () -> {
                    created.add(key);
                    return key;
                }));

        assertThat(created).hasSize(10);
    }

    @Test
    void rows_offeredByManyThreads_areTheFirst() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            var first = new FirstRows<String>("", 3);
            var threads = IntStream.range(0, 4)
                    .mapToObj(offset -> Thread.ofPlatform()
                            .start(() -> IntStream.range(0, 30)
                                    .mapToObj(i -> "key %03d".formatted(119 - 4 * i - offset))
                                    .forEach(key -> first.offer(key, () -> key))))
                    .toList();
            for (var thread : threads) {
                thread.join();
            }

            assertThat(first.rows()).containsExactly("key 000", "key 001", "key 002");
        }
    }
}
