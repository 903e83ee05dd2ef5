package dev.fanfare.core.port;

import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A broker that remembers. Thread-safe.
 *
 * <p>For a publish with {@link PublishOptions#retention}, giving the next offset, appending and handing out are one
 * atomic step: offsets are handed out rising by one, without gap, and a publish that was answered is in the history.
 *
 * <p>An engine whose system may lose the end of a history and keep its epoch remembers the highest offset that it has seen
 * of each, in pushes and in answers. After an interruption, and before it hands over any push or answer of the time since, it
 * compares that with the history's top, and makes a history that has less begin a new epoch, in one atomic step.
 */
public interface HistoryBroker extends Broker {
    /**
     * Reads from the history.
     *
     * @return publications with rising offsets (falling when reversed) and the top; an epoch other than asked for yields
     *     no publications and the present top, from which the caller sees that its position is lost; a channel that
     *     nothing is known of has {@link StreamPosition#NONE} as its top
     */
    CompletionStage<HistoryPage> history(String channel, HistoryQuery query);

    /**
     * The top of the channel's history; creates the epoch of a channel that never had a publication, and keeps it for
     * the retention's meta age.
     */
    CompletionStage<StreamPosition> position(String channel, HistoryRetention retention);

    /** Removes the publications and keeps epoch and top, so that readers notice. Idempotent. */
    CompletionStage<Void> removeHistory(String channel);

    /**
     * What to read.
     *
     * @param since read what follows (precedes, when reversed) this position, exclusive; null from the end of the
     *     history
     * @param limit at most so many; 0 reads the top only, -1 all there is
     * @param reverse newest first
     */
    record HistoryQuery(@Nullable StreamPosition since, int limit, boolean reverse) {
        public HistoryQuery {
            if (limit < -1) {
                throw new IllegalArgumentException("a limit is -1 or more, not " + limit);
            }
        }
    }

    /** An answer: the publications, and the channel's top at the time of reading. */
    record HistoryPage(List<Publication> publications, StreamPosition top) {
        public HistoryPage {
            publications = List.copyOf(publications);
        }
    }
}
