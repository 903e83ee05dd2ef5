package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Lineage;
import dev.fanfare.engine.redis.StreamEntries.Entry;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state of a history, assembled from three replies: the metadata, the entries, and the metadata again. Immutable.
 *
 * <p>There is no transaction around the three commands, because Redis rejects each command of a transaction when its
 * memory limit is reached. Commands of other clients can run between them. If both replies contain the same epoch, the
 * entries and the lineage still belong together:
 *
 * <ol>
 *   <li>An epoch is never used again after another one has begun. The epoch was therefore current when the entries were
 *       read. The earlier epochs are only written together with a new epoch, so they were the same.
 *   <li>Within an epoch, offsets only increase, and one script assigns an offset and appends the entry. When the entries
 *       were read, the top was therefore between the tops of both replies, and the reply contains all entries of the
 *       range up to this top that were still stored.
 *   <li>The script that assigns offset 1 deletes the entries of a history whose metadata is gone. If the first top is
 *       above 0, all entries up to the second top therefore belong to this history.
 * </ol>
 *
 * <p>The top of the state is the first top, or that of the highest entry if it is higher. It is at most the top when the
 * entries were read. The same page results if the history is read as a whole after this top was assigned, and loses old
 * entries afterwards.
 *
 * @param lineage the epochs, and the top up to which the entries are complete
 * @param entries the entries in the order of the reply
 */
record HistorySnapshot(Lineage lineage, List<Entry> entries) {
    /**
     * Assembles a state.
     *
     * @param before the lineage before the entries were read; its top is NONE for an unknown channel
     * @param after the top after the entries were read, or NONE
     * @return the state; null if the replies do not belong together, because the epoch has changed or the data has gone
     *     back
     */
    static @Nullable HistorySnapshot of(Lineage before, List<Entry> entries, StreamPosition after) {
        var first = before.top();
        if (first.offset() == 0) {
            return new HistorySnapshot(before, List.of());
        }
        if (!after.epoch().equals(first.epoch()) || after.offset() < first.offset()) {
            return null;
        }
        var known = entries.stream()
                .filter(entry -> entry.offset() <= after.offset())
                .toList();
        long top = known.stream().mapToLong(Entry::offset).reduce(first.offset(), Math::max);
        return new HistorySnapshot(new Lineage(new StreamPosition(first.epoch(), top), before.earlier()), known);
    }
}
