package dev.fanfare.simulation.client;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.simulation.fabric.Fabric;
import org.jspecify.annotations.Nullable;

/**
 * One call of the node's subscribe. Checks the guarantees of the node to its caller. Confined to the session's event loop.
 */
final class CheckedSubscription implements SubscriptionHandler {
    /** Receives the outcome. */
    interface Owner {
        void onSubscribed(@Nullable StreamPosition since, Subscribed result);

        void onUnsubscribed(UnsubscribeReason reason);

        void onFailed(SubscriptionOutcome refusedOrFailed);
    }

    private final Fabric fabric;
    private final Session session;
    private final SubscribeRequest request;
    private final Owner owner;
    private @Nullable Subscribed subscribed;
    private boolean settled;
    private boolean ended;

    CheckedSubscription(Fabric fabric, Session session, SubscribeRequest request, Owner owner) {
        this.fabric = fabric;
        this.session = session;
        this.request = request;
        this.owner = owner;
    }

    void begin(Node node) {
        node.subscribe(session, request, this).whenComplete(this::settle);
    }

    @Override
    public void onSubscribed(Subscribed result) {
        require(session.loop().inEventLoop(), "receives a reply outside the session's loop");
        require(subscribed == null && !settled, "receives a reply twice, or after its end");
        subscribed = result;
        owner.onSubscribed(request.since(), result);
    }

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        require(subscribed != null && !ended, "ends before the reply, or twice");
        ended = true;
        owner.onUnsubscribed(reason);
    }

    private void settle(@Nullable SubscribeResult result, @Nullable Throwable failure) {
        require(!settled, "is settled twice");
        settled = true;
        if (failure != null) {
            require(subscribed == null, "fails after its reply: " + failure);
            owner.onFailed(new SubscriptionOutcome.Failed(FailureCause.of(failure)));
        } else if (result instanceof SubscribeResult.Refused refused) {
            require(subscribed == null, "is refused after its reply");
            owner.onFailed(new SubscriptionOutcome.Refused(refused));
        } else {
            require(subscribed == result || !session.isOpen(), "does not receive its result");
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            fabric.violated("a subscribe of " + request.channel() + " " + what);
        }
    }
}
