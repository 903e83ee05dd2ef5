package dev.fanfare.app;

import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;

/** A client of the raw protocol hears of the end of a subscription by the end of its connection. Confined to its loop. */
record DirectSubscription(Session session) implements SubscriptionHandler {
    @Override
    public void onSubscribed(Subscribed result) {
        var framing = session.connection().framing();
        session.sendAll(result.publications().stream()
                .map(publication -> framing.message(publication.payload()))
                .toList());
    }

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        switch (reason) {
            case SERVER, EXPIRED -> {}
            case INSUFFICIENT_STATE -> session.disconnect(DisconnectReason.INSUFFICIENT_STATE);
        }
    }
}
