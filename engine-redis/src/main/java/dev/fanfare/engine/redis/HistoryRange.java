package dev.fanfare.engine.redis;

import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A range of the ids of a history, and the order in which it is read. Immutable.
 *
 * @param from the first id to read, in the order of reading
 * @param to the last id to read
 * @param limit maximum number of entries; -1 for all
 */
record HistoryRange(String from, String to, int limit, boolean reverse) {
    private static final String LOWEST = "-";
    private static final String HIGHEST = "+";

    /** Returns the range of a query; null if it contains no entries of any history. */
    static @Nullable HistoryRange of(HistoryQuery query) {
        var since = query.since();
        if (query.limit() == 0 || (since != null && isBeforeAll(since, query.reverse()))) {
            return null;
        }
        return query.reverse()
                ? new HistoryRange(since == null ? HIGHEST : id(since.offset() - 1), LOWEST, query.limit(), true)
                : new HistoryRange(since == null ? LOWEST : id(since.offset() + 1), HIGHEST, query.limit(), false);
    }

    /** Returns the oldest entry. */
    static HistoryRange first() {
        return new HistoryRange(LOWEST, HIGHEST, 1, false);
    }

    /** Returns the entries above an offset. */
    static HistoryRange above(long offset, int limit) {
        return new HistoryRange(id(offset + 1), HIGHEST, limit, false);
    }

    /** Sends the command. */
    CompletionStage<List<StreamEntries.Entry>> read(
            StatefulRedisConnection<String, byte[]> connection, String stream, Runnable arrivals) {
        var arguments = new CommandArgs<>(Link.CODEC).addKey(stream).add(from).add(to);
        if (limit >= 0) {
            arguments.add("COUNT").add(limit);
        }
        return connection
                .async()
                .dispatch(reverse ? CommandType.XREVRANGE : CommandType.XRANGE, new StreamEntries(arrivals), arguments);
    }

    /** Returns true for positions without an id: the empty epoch, and offset 0 in reverse. */
    private static boolean isBeforeAll(StreamPosition since, boolean reverse) {
        return since.epoch().isEmpty() || (reverse && since.offset() == 0);
    }

    /** Ids are unsigned, so the id above the highest offset exists. */
    private static String id(long offset) {
        return Long.toUnsignedString(offset);
    }
}
