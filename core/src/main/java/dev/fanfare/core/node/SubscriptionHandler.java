package dev.fanfare.core.node;

import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.SubscriptionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a subscription: the protocol of its session or application code. Confined to the owner's event
 * loop.
 */
public interface SubscriptionHandler extends SubscriptionListener {
    /**
     * Returns the estimated bytes of the content that this handler and its encoder keep for the subscription, such as a
     * filter. Called once, before the subscribe starts.
     */
    default int heldBytes() {
        return 0;
    }

    /**
     * Prepares the state that the client receives before any publication. The state must include everything published
     * before this call. Later publications are kept until the stage has completed, and passed to {@link #onSubscribed}.
     * The subscribe fails if the stage fails or if too many publications arrive. Called once the broker delivers the
     * channel, and again if the history changed so that the subscribe starts again.
     *
     * @return null if there is nothing to prepare
     */
    default @Nullable CompletionStage<Void> prepare() {
        return null;
    }

    /**
     * Returns false if the missed publications are too large for one reply to the client. The recovery then fails, as
     * for a position that is no longer in the history. Called right before {@link #onSubscribed}, and only after a
     * successful recovery.
     */
    default boolean acceptsMissed(List<Publication> missed) {
        return true;
    }

    /**
     * Sends the reply to the client with the publications it missed and those that were kept. No push of the channel
     * arrives before this method has returned.
     */
    void onSubscribed(Subscribed result);

    /**
     * Returns the client's data for this channel, in addition to {@link dev.fanfare.core.session.Session#info}; null
     * for none. Called for every join, leave and refresh, so a change becomes visible with the next refresh.
     */
    default @Nullable Payload chanInfo() {
        return null;
    }

    /** {@inheritDoc} Not called before {@link #onSubscribed}. */
    @Override
    void onUnsubscribed(UnsubscribeReason reason);
}
