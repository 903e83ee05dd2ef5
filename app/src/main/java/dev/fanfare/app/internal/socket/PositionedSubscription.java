package dev.fanfare.app.internal.socket;

import dev.fanfare.app.internal.channel.PositionedEncoder;
import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A subscription of a client that knows its position. The client is disconnected if publications were missed, so that it reconnects and
 * recovers. Confined to the session's event loop.
 */
public final class PositionedSubscription implements SubscriptionHandler {
    private final Session session;
    private final String channel;
    private final PositionedEncoder encoder;
    private final boolean returning;
    private final Runnable onServerEnd;

    /**
     * Creates a handler for one subscription.
     *
     * @param returning whether the client has sent a position and must be informed if it cannot recover
     * @param onServerEnd called when the application has ended the subscription
     */
    public PositionedSubscription(
            Session session, String channel, PositionedEncoder encoder, boolean returning, Runnable onServerEnd) {
        this.session = session;
        this.channel = channel;
        this.encoder = encoder;
        this.returning = returning;
        this.onServerEnd = onServerEnd;
    }

    /**
     * Sends the missed publications before the position. A client that does not read them in time is disconnected like any slow client,
     * and then continues after the last one that it has received.
     */
    @Override
    public void onSubscribed(Subscribed result) {
        boolean gap = returning && result.recovery() != Recovery.RECOVERED;
        var missed = result.publications().stream().map(publication -> encoder.publication(channel, publication));
        var start = encoder.start(channel, Objects.requireNonNull(result.position()), gap);
        session.sendAll(() -> Stream.concat(missed, Stream.of(start)).iterator());
    }

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        switch (reason) {
            case SERVER, EXPIRED -> onServerEnd.run();
            case INSUFFICIENT_STATE -> session.disconnect(DisconnectReason.INSUFFICIENT_STATE);
        }
    }
}
