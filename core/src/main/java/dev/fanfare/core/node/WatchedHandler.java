package dev.fanfare.core.node;

import dev.fanfare.core.activity.WatchedSubscription;
import dev.fanfare.core.hub.Subscriber;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Unsubscribe;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A handler whose subscription is watched from its answer on. Confined to the session's event loop. */
record WatchedHandler(SubscriptionHandler handler, WatchedSubscription watched) implements SubscriptionHandler {
    /** The handler, watched unless that is null. */
    static SubscriptionHandler of(
            SubscriptionHandler handler, @Nullable WatchedSubscription watched, Subscriber subscriber) {
        if (watched == null) {
            return handler;
        }
        subscriber.atEnd(() -> watched.end(subscriber.endedBy()));
        return new WatchedHandler(handler, watched);
    }

    @Override
    public @Nullable CompletionStage<Void> prepare() {
        return handler.prepare();
    }

    /** First, for the client may be lost while it is answered. */
    @Override
    public void onSubscribed(Subscribed result) {
        watched.begin();
        handler.onSubscribed(result);
    }

    @Override
    public void onUnsubscribed(Unsubscribe reason) {
        handler.onUnsubscribed(reason);
    }
}
