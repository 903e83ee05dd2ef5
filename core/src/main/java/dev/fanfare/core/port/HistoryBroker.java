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
 * <p>The backing system may lose the latest publications of a history, for example when a replica takes over. The
 * offsets of the lost publications are then assigned again, but never in the same epoch: the publish that continues the
 * history also begins a new epoch, in one atomic step. The {@link Lineage} of the history contains the last offsets of
 * its earlier epochs, so that their positions stay valid up to these offsets. Reads do not begin an epoch.
 *
 * <p>In addition, the engine keeps the highest offset seen of each history, in pushes and in replies. After an
 * interruption, and before it delivers any later push or reply, it compares that offset with the top of the history. If
 * the epoch is still current and the top is lower, the engine starts a new epoch without earlier ones. It does the same if
 * a later push or reply shows an earlier state of the history in the same epoch.
 */
public interface HistoryBroker extends Broker {
    /**
     * Reads from the history.
     *
     * @return publications with increasing offsets (decreasing if reversed) and positions in the current epoch, and the
     *     lineage. If the epoch of the query is not in the lineage, or its offset is above the last one of an earlier
     *     epoch, the result has no publications. The top of an unknown channel is {@link StreamPosition#NONE}
     */
    CompletionStage<HistoryPage> history(String channel, HistoryQuery query);

    /**
     * Reads the publications that a returning reader has missed. The caller checks whether the result is complete. An
     * engine may return no publications if the position is not in the lineage, if more publications than the limit
     * follow, or if some of them are no longer in the history.
     *
     * @param since the position of the reader
     * @param limit maximum number of publications; positive
     * @return the publications after the position, and the lineage, as for {@link #history}
     */
    default CompletionStage<HistoryPage> missed(String channel, StreamPosition since, int limit) {
        return history(channel, new HistoryQuery(since, limit, false));
    }

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

        /** Returns this query with an epoch for a position that has none. */
        public HistoryQuery withEpoch(String epoch) {
            return since == null || !since.epoch().isEmpty()
                    ? this
                    : new HistoryQuery(new StreamPosition(epoch, since.offset()), limit, reverse);
        }
    }

    /** The result of a read: the publications, and the channel's lineage at the time of reading. Immutable. */
    record HistoryPage(List<Publication> publications, Lineage lineage) {
        public HistoryPage {
            publications = List.copyOf(publications);
        }

        /** Creates a page of a history that has only one epoch. */
        public HistoryPage(List<Publication> publications, StreamPosition top) {
            this(publications, Lineage.of(top));
        }

        /** Returns the top of the history at the time of reading. */
        public StreamPosition top() {
            return lineage.top();
        }

        /**
         * Returns true if the history contains everything up to the position. This is always true for null and for a
         * position without an epoch.
         */
        public boolean continues(@Nullable StreamPosition since) {
            return since == null || since.epoch().isEmpty() || lineage.contains(since);
        }
    }
}
