package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShardLocationTest {
    @Test
    void keys_ofOneChannel_shareASlot() {
        for (var keys : List.of(new Keys("fanfare", null), new Keys("fanfare", "3.7"))) {
            for (var channel : List.of("news", "a}b", "a{b}c", "{x}")) {
                assertThat(Stream.of(
                                        keys.push(channel),
                                        keys.meta(channel),
                                        keys.stream(channel),
                                        keys.answer(channel, "{k}"),
                                        keys.clients(channel),
                                        keys.userOf(channel),
                                        keys.users(channel))
                                .map(SlotHash::getSlot)
                                .distinct())
                        .hasSize(1);
            }
        }
    }

    @Test
    void partitions_slots_areEvenlySpaced() {
        int partitions = 12;
        for (int number = 0; number < partitions; number++) {
            int share = SlotHash.getSlot(ShardLocation.tag(number, partitions)) * partitions / SlotHash.SLOT_COUNT;
            assertThat(share).isEqualTo(number);
        }
    }

    @Test
    void keys_ofOnePartition_areInItsSlot() {
        var place = ShardLocation.of(List.of("redis-cluster://user:secret@r1:7001,r2:7002"), "fanfare", 12)
                .getFirst();

        assertThat(SlotHash.getSlot(place.keys().nodes()))
                .isEqualTo(SlotHash.getSlot(place.keys().probe("n1")));
        assertThat(SlotHash.getSlot(place.keys().nodes()))
                .isEqualTo(SlotHash.getSlot(place.keys().meta("news")));
        assertThat(place.address().name()).isEqualTo("cluster partition 0");
    }

    @Test
    void cluster_withOtherServers_isRejected() {
        assertThatThrownBy(() -> RedisSettings.of("redis-cluster://r1", "redis://r2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the only address");
    }
}
