package dev.fanfare.core.node;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The outcome of a subscribe. Immutable. */
public sealed interface SubscribeResult {
    /**
     * The subscribe was answered; from then on, no publication is missed.
     *
     * @param position where the subscription starts: the next publication has the following offset; null if the channel
     *     is not positioned
     * @param recovery the outcome of the recovery
     * @param publications the missed publications up to the position, in order; without recovery, the publications kept
     *     during {@link SubscriptionHandler#prepare}
     */
    record Subscribed(@Nullable StreamPosition position, Recovery recovery, List<Publication> publications)
            implements SubscribeResult {
        public Subscribed {
            publications = List.copyOf(publications);
        }

        /** Returns this result without the publications that the client must not receive. */
        Subscribed without(Predicate<? super Publication> left) {
            return publications.stream().noneMatch(left)
                    ? this
                    : new Subscribed(
                            position,
                            recovery,
                            publications.stream().filter(left.negate()).toList());
        }
    }

    /** The subscribe was rejected. */
    enum Refused implements SubscribeResult {
        /** The session already has a pending or active subscription of this channel, which stays unchanged. */
        ALREADY_SUBSCRIBED,
        /** The session has reached its maximum number of subscriptions. */
        LIMIT_EXCEEDED,
        /** The subscription was cancelled, or the session ended, before the answer. */
        CANCELLED,
        /** The client could not recover and had requested to be rejected in that case. */
        UNRECOVERABLE
    }
}
