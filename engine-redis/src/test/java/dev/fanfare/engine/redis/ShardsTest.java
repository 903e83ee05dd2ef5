package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShardsTest {
    private static final int CHANNELS = 30_000;

    @Test
    void channels_many_areSpreadEvenly() {
        var shares = shares(seeds("r1:6379", "r2:6379", "r3:6379"));

        assertThat(shares)
                .allSatisfy(share -> assertThat(share).isBetween(CHANNELS / 3 * 9 / 10, CHANNELS / 3 * 11 / 10));
    }

    @Test
    void server_added_takesOnlyItsShare() {
        var three = seeds("r1:6379", "r2:6379", "r3:6379");
        var four = seeds("r1:6379", "r2:6379", "r3:6379", "r4:6379");

        for (int i = 0; i < CHANNELS; i++) {
            long hash = Shards.hash("channel:" + i);
            int after = Shards.index(hash, four);
            if (after < 3) {
                assertThat(Shards.index(hash, three)).isEqualTo(after);
            }
        }
    }

    @Test
    void servers_order_doesNotMatter() {
        var forth = seeds("r1:6379", "r2:6379");
        var back = seeds("r2:6379", "r1:6379");

        for (int i = 0; i < CHANNELS; i++) {
            long hash = Shards.hash("channel:" + i);
            assertThat(Shards.index(hash, forth)).isEqualTo(1 - Shards.index(hash, back));
        }
    }

    private static long[] seeds(String... servers) {
        return Stream.of(servers).mapToLong(Shards::hash).toArray();
    }

    private static List<Integer> shares(long[] seeds) {
        var shares = new int[seeds.length];
        IntStream.range(0, CHANNELS).forEach(i -> shares[Shards.index(Shards.hash("channel:" + i), seeds)]++);
        return Arrays.stream(shares).boxed().toList();
    }
}
