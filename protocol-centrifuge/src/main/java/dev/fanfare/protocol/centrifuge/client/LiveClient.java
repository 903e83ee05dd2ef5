package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server does to a client that is connected. Confined to the client's event loop. */
final class LiveClient {
    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);

    private final ClientContext context;
    private final Session session;
    private final Wire wire;
    private final ClientSubscriptions subscriptions;
    private final Expiration expiration;

    LiveClient(
            ClientContext context,
            Session session,
            Wire wire,
            ClientSubscriptions subscriptions,
            Expiration expiration) {
        this.context = context;
        this.session = session;
        this.wire = wire;
        this.subscriptions = subscriptions;
        this.expiration = expiration;
    }

    /** Subscribes the client, unless it is subscribed. */
    void subscribe(Command.Subscribe wanted, Grant grant) {
        var channel = wanted.channel();
        if (subscriptions.of(channel) != null) {
            return;
        }
        try {
            subscriptions.reserve(channel);
        } catch (ErrorReplyException | InvalidChannelNameException impossible) {
            LOG.warn("a client of {} can't be subscribed to {}: {}", user(), channel, impossible.getMessage());
            return;
        }
        LoopAnswer.of(session.loop(), () -> subscriptions.resolve(wanted))
                .thenCompose(resolved -> LoopAnswer.of(
                        session.loop(),
                        () -> subscriptions.subscribe(resolved, grant, true, begun -> begun(channel, begun))))
                .whenComplete((done, failure) -> {
                    subscriptions.unreserve(channel);
                    if (failure != null) {
                        LOG.warn("a client of {} can't be subscribed to {}", user(), channel, failure);
                    }
                });
    }

    /** Ends the subscription of the channel, or all when that is empty. */
    void unsubscribe(String channel) {
        var ended = channel.isEmpty() ? session.subscriptions().channels() : Set.of(channel);
        for (var one : ended) {
            var subscription = session.subscriptions().get(one);
            if (subscription != null) {
                subscription.end(UnsubscribeReason.SERVER);
            }
        }
    }

    /** Ends the connection. */
    void disconnect(CloseReason reason) {
        session.disconnect(reason);
    }

    /** Lets the connection live so long from now on, and tells the client; where the program is asked at the end it still is. */
    void refresh(Expiry other) {
        var expiry = expiration.isAsked() && other.at() != null ? Expiry.renewAt(other.at()) : other;
        expiration.set(expiry);
        session.send(wire.push("", new ServerPush.Refreshed(Expiration.ttl(expiry, context.clock()))));
    }

    /** What it missed follows as if it were published now, for the push has no place for it. */
    private void begun(String channel, Reply.Subscribed begun) {
        session.send(
                wire.push(channel, new ServerPush.Subscribed(begun.position(), begun.recoverable(), begun.data())));
        begun.publications().forEach(missed -> session.send(wire.push(channel, new ServerPush.Published(missed))));
    }

    private String user() {
        var info = session.info();
        return info == null ? "" : info.user();
    }
}
