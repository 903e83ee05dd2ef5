package dev.fanfare.core.node;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What became of a subscribe. */
public sealed interface SubscribeResult {
    /**
     * Answered, and from then on nothing of the channel is missed.
     *
     * @param position where the subscription begins: the next publication has the offset after it; null when the channel
     *     is not positioned
     * @param recovery whether a returning client got what it missed
     * @param publications what it missed, up to the position, in order; of one that was not recovered what was kept while
     *     {@link SubscriptionHandler#prepare} was under way
     */
    record Subscribed(@Nullable StreamPosition position, Recovery recovery, List<Publication> publications)
            implements SubscribeResult {
        public Subscribed {
            publications = List.copyOf(publications);
        }

        /** The same without those publications; they were not missed. */
        Subscribed without(Predicate<? super Publication> left) {
            return publications.stream().noneMatch(left)
                    ? this
                    : new Subscribed(
                            position,
                            recovery,
                            publications.stream().filter(left.negate()).toList());
        }
    }

    /** Nothing was subscribed. */
    enum Refused implements SubscribeResult {
        /** The session has or awaits a subscription of this channel already; it is untouched. */
        ALREADY_SUBSCRIBED,
        /** The session has as many subscriptions as it may. */
        LIMIT_EXCEEDED,
        /** The subscription was cancelled, or the session ended, before it was answered. */
        CANCELLED,
        /** The client could not be recovered, and did not want to begin anew. */
        UNRECOVERABLE
    }
}
