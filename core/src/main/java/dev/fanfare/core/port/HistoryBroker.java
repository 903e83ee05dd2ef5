package dev.fanfare.core.port;

import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A broker that keeps histories. Thread-safe.
 *
 * <p>A publish with {@link PublishOptions#retention} assigns the next offset, appends and delivers in one atomic step.
 * Offsets increase by one without gaps, and an acknowledged publish is in the history.
 *
 * <p>If the backing system can lose the latest publications of a history without changing its epoch, the engine keeps
 * the highest offset seen of each history, in pushes and in replies. After an interruption, and before it delivers any
 * later push or reply, it compares that offset with the top of the history. If the top is lower, the engine starts a
 * new epoch, in one atomic step.
 */
public interface HistoryBroker extends Broker {
    /**
     * Reads from the history.
     *
     * @return publications with increasing offsets (decreasing if reversed) and the top. If the epoch of the query is
     *     not current, the result has no publications and the current top, so the caller detects that its position is
     *     lost. The top of an unknown channel is {@link StreamPosition#NONE}
     */
    CompletionStage<HistoryPage> history(String channel, HistoryQuery query);

    /**
     * Returns the top of the channel's history. Creates an epoch for an unknown channel and keeps it for the meta age
     * of the retention.
     */
    CompletionStage<StreamPosition> position(String channel, HistoryRetention retention);

    /** Removes the publications but keeps epoch and top, so that readers detect the removal. Idempotent. */
    CompletionStage<Void> removeHistory(String channel);

    /**
     * A read request. Immutable.
     *
     * @param since the exclusive position after which (before which, if reversed) to read; null to start at the end of
     *     the history
     * @param limit maximum number of publications; 0 reads only the top, -1 reads everything
     * @param reverse true to read the newest publications first
     */
    record HistoryQuery(@Nullable StreamPosition since, int limit, boolean reverse) {
        public HistoryQuery {
            if (limit < -1) {
                throw new IllegalArgumentException("limit must be -1 or more, got " + limit);
            }
        }
    }

    /** The result of a read: the publications, and the channel's top at the time of reading. Immutable. */
    record HistoryPage(List<Publication> publications, StreamPosition top) {
        public HistoryPage {
            publications = List.copyOf(publications);
        }
    }
}
