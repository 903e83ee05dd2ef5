package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.port.Lineage;
import dev.fanfare.engine.redis.StreamEntries.Entry;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What other commands can change between the three commands of a read. */
class HistorySnapshotTest {
    private static final String EPOCH = "e";
    private static final Map<String, Long> EARLIER = Map.of("d", 2L);

    @Test
    void of_nothingChanged_containsAll() {
        assertSnapshot(of(5, top(5), 3, 4, 5), 5, 3, 4, 5);
        assertSnapshot(of(5, top(5), 5, 4), 5, 5, 4);
        assertSnapshot(of(5, top(5)), 5);
    }

    @Test
    void of_publishedBeforeTheEntriesWereRead_endsWithTheEntries() {
        assertSnapshot(of(5, top(7), 4, 5, 6, 7), 7, 4, 5, 6, 7);
        assertSnapshot(of(5, top(8), 7, 6), 7, 7, 6);
        assertSnapshot(of(5, top(9), 8, 9), 9, 8, 9);
    }

    @Test
    void of_publishedAfterTheEntriesWereRead_endsBefore() {
        assertSnapshot(of(5, top(7), 4, 5), 5, 4, 5);
    }

    @Test
    void of_historyRemoved_keepsTheTop() {
        assertSnapshot(of(5, top(5)), 5);
        assertSnapshot(of(5, top(6), 6), 6, 6);
    }

    @Test
    void of_epochChanged_isNone() {
        assertThat(of(5, new StreamPosition("f", 5), 4, 5)).isNull();
        assertThat(of(5, new StreamPosition("f", 6), 4, 5, 6)).isNull();
        assertThat(of(5, new StreamPosition("f", 1), 1)).isNull();
        assertThat(of(5, StreamPosition.NONE, 4, 5)).isNull();
    }

    @Test
    void of_wentBackInItsEpoch_isNone() {
        assertThat(of(5, top(4), 3, 4)).isNull();
    }

    @Test
    void of_entriesOfALostHistory_areIgnored() {
        assertSnapshot(of(0, top(0), 1, 2, 3), 0);
        assertSnapshot(of(0, top(1), 1, 2, 3), 0);
        assertSnapshot(of(2, top(2), 1, 2, 3), 2, 1, 2);
        assertThat(HistorySnapshot.of(Lineage.of(StreamPosition.NONE), entries(1, 2), top(1)))
                .isEqualTo(new HistorySnapshot(Lineage.of(StreamPosition.NONE), List.of()));
    }

    private static @Nullable HistorySnapshot of(long before, StreamPosition after, long... offsets) {
        return HistorySnapshot.of(new Lineage(top(before), EARLIER), entries(offsets), after);
    }

    private static void assertSnapshot(@Nullable HistorySnapshot snapshot, long top, long... offsets) {
        var present = Objects.requireNonNull(snapshot);
        assertThat(present.lineage()).isEqualTo(new Lineage(top(top), EARLIER));
        assertThat(present.entries().stream().mapToLong(Entry::offset))
                .containsExactly(LongStream.of(offsets).boxed().toArray(Long[]::new));
    }

    private static StreamPosition top(long offset) {
        return new StreamPosition(EPOCH, offset);
    }

    private static List<Entry> entries(long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> new Entry(offset, new byte[0]))
                .toList();
    }
}
