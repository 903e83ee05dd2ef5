package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.EngineUnavailableException;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Actions of the server on a connected client. Confined to the connection's event loop. */
final class LiveClient {
    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);

    private final ClientContext context;
    private final Session session;
    private final ClientTransport transport;
    private final ClientSubscriptions subscriptions;
    private final Expiration expiration;

    LiveClient(
            ClientContext context,
            Session session,
            ClientTransport transport,
            ClientSubscriptions subscriptions,
            Expiration expiration) {
        this.context = context;
        this.session = session;
        this.transport = transport;
        this.subscriptions = subscriptions;
        this.expiration = expiration;
    }

    /** Subscribes the client unless it is subscribed. */
    void subscribe(Command.Subscribe request, Grant grant) {
        var channel = request.channel();
        if (subscriptions.of(channel) != null) {
            return;
        }
        try {
            subscriptions.reserve(channel);
        } catch (ErrorReplyException | InvalidChannelNameException refused) {
            LOG.warn(
                    "cannot subscribe a client of user {} to channel {}: {}",
                    LogText.of(user()),
                    LogText.of(channel),
                    LogText.of(refused.getMessage()));
            return;
        }
        subscriptions
                .subscribe(
                        request,
                        grant,
                        true,
                        new SubscribeReply(new ReplyBudget(context), reply -> onSubscribed(channel, reply)))
                .whenComplete((done, failure) -> {
                    subscriptions.unreserve(channel);
                    if (failure != null && FailureCause.of(failure) instanceof EngineUnavailableException unavailable) {
                        LOG.debug(
                                "cannot subscribe a client of user {} to channel {}: {}",
                                LogText.of(user()),
                                LogText.of(channel),
                                LogText.of(unavailable.getMessage()));
                    } else if (failure != null) {
                        LOG.warn(
                                "cannot subscribe a client of user {} to channel {}",
                                LogText.of(user()),
                                LogText.of(channel),
                                failure);
                    }
                });
    }

    /** Unsubscribes the client from a channel, or from all channels if the name is empty. */
    void unsubscribe(String channel) {
        var ended = channel.isEmpty() ? session.subscriptions().channels() : Set.of(channel);
        for (var one : ended) {
            var subscription = session.subscriptions().get(one);
            if (subscription != null) {
                subscription.end(UnsubscribeReason.SERVER);
            }
        }
    }

    /** Disconnects the client. */
    void disconnect(CloseReason reason) {
        session.disconnect(reason);
    }

    /** Replaces the time limit of the connection and informs the client. The side that renews it stays the same. */
    void refresh(Expiry other) {
        var expiry = expiration.isServerSide() && other.at() != null ? Expiry.renewAt(other.at()) : other;
        expiration.set(expiry);
        ClientTrace.pushed(context, session, "refresh", "", 0, "");
        session.send(transport.push("", new ServerPush.Refreshed(Expiration.ttl(expiry, context.clock()))));
    }

    /** Sends the recovered publications as ordinary pushes, because the subscribe push has no field for them. */
    private void onSubscribed(String channel, Reply.Subscribed reply) {
        ClientTrace.pushed(context, session, "subscribe", channel, 0, "by the server");
        session.send(transport.push(
                channel, new ServerPush.Subscribed(reply.position(), reply.recoverable(), reply.data())));
        reply.publications()
                .all()
                .forEach(missed -> session.send(transport.push(channel, new ServerPush.Published(missed))));
    }

    private String user() {
        var info = session.info();
        return info == null ? "" : info.user();
    }
}
