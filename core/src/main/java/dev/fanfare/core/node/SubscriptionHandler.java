package dev.fanfare.core.node;

import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.SubscriptionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a subscription calls: the protocol of its session, or application code. Confined to the owner's event loop. */
public interface SubscriptionHandler extends SubscriptionListener {
    /**
     * Begins to make what the client gets before anything of the channel, from a state that includes everything published
     * before this call. What is published from now on is kept until the stage has completed, and handed to
     * {@link #onSubscribed}; more than is kept, or a failure of the stage, fails the subscribe. Called once the broker hands
     * out the channel; again when a history changed meanwhile in such a way that all has to begin anew.
     *
     * @return null when there is nothing to make
     */
    default @Nullable CompletionStage<Void> prepare() {
        return null;
    }

    /**
     * Tells the client that it is subscribed, and hands it what it missed and what was kept: nothing of the channel comes before this has
     * returned.
     */
    void onSubscribed(Subscribed result);

    /**
     * What others are told of the client in this channel, beside {@link dev.fanfare.core.session.Session#info}; null for
     * nothing. Asked whenever they are told, so that it may change: presence follows with its next refresh.
     */
    default @Nullable Payload chanInfo() {
        return null;
    }

    /** {@inheritDoc} Not called before {@link #onSubscribed}. */
    @Override
    void onUnsubscribed(UnsubscribeReason reason);
}
