package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.RecoveredPushes;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one client. Confined to the connection's event loop, except {@link #of}. */
final class ClientSubscriptions {
    private final ClientContext context;
    private final Session session;
    private final ClientTransport transport;
    private final ConnectedClient client;
    private final Map<String, ClientSubscription> subscriptions = new ConcurrentHashMap<>(2);
    /** Channels of subscribes that are not authorized yet. */
    private final Set<String> reserved = new HashSet<>();

    ClientSubscriptions(ClientContext context, Session session, ClientTransport transport, ConnectedClient client) {
        this.context = context;
        this.session = session;
        this.transport = transport;
        this.client = client;
    }

    /** The subscription of the channel; null for none. Thread-safe. */
    @Nullable
    ClientSubscription of(String channel) {
        return subscriptions.get(channel);
    }

    /** Adds the channel info of the client to its info. */
    ClientInfo withChanInfo(ClientInfo info, String channel) {
        var subscription = of(channel);
        return subscription == null ? info : info.withChanInfo(subscription.chanInfo());
    }

    ChannelOptions options(String channel) {
        return context.channels().options(channel);
    }

    /**
     * Reserves the channel for a subscription.
     *
     * @throws ErrorReplyException if the client is subscribed already or has too many subscriptions
     */
    void reserve(String channel) {
        ChannelName.require(channel);
        if (subscriptions.containsKey(channel) || !reserved.add(channel)) {
            throw new ErrorReplyException(ErrorCode.ALREADY_SUBSCRIBED);
        }
        if (!session.subscriptions().hasRoom()) {
            reserved.remove(channel);
            throw new ErrorReplyException(ErrorCode.LIMIT_EXCEEDED);
        }
    }

    /** Releases a reservation. */
    void unreserve(String channel) {
        reserved.remove(channel);
    }

    /**
     * Subscribes to a reserved channel.
     *
     * @return completes on the loop; fails if the subscription fails
     */
    CompletionStage<Void> subscribe(Command.Subscribe request, Grant grant, boolean serverSide, SubscribeReply reply) {
        return LoopCompletion.of(session.loop(), () -> withEpoch(request))
                .thenCompose(complete -> start(complete, grant, serverSide, reply));
    }

    private CompletionStage<Void> start(
            Command.Subscribe request, Grant grant, boolean serverSide, SubscribeReply reply) {
        reserved.remove(request.channel());
        if (Expiration.isOver(grant.expiry(), context.clock())) {
            throw new ErrorReplyException(ErrorCode.EXPIRED);
        }
        var subscription = new ClientSubscription(this, request, grant, serverSide, reply);
        subscriptions.put(request.channel(), subscription);
        return context.node()
                .subscribe(session, subscription.request(transport), subscription)
                .handle((result, failure) -> {
                    if (failure != null || result instanceof Refused) {
                        remove(subscription);
                    }
                    return failure == null ? check(result) : CompletableFuture.<Void>failedStage(failure);
                })
                .thenCompose(outcome -> outcome);
    }

    /** Adds the current epoch to a position without an epoch. */
    private CompletionStage<Command.Subscribe> withEpoch(Command.Subscribe request) {
        var since = request.since();
        var retention = options(request.channel()).retention();
        if (since == null
                || !since.epoch().isEmpty()
                || retention == null
                || !(context.node().engine().broker() instanceof HistoryBroker broker)) {
            return CompletableFuture.completedStage(request);
        }
        return broker.position(request.channel(), retention)
                .thenApply(top -> request.withSince(new StreamPosition(top.epoch(), since.offset())));
    }

    /** Ends a subscription on request of the client; does nothing if there is none. */
    void unsubscribe(String channel) {
        var subscription = subscriptions.get(channel);
        if (subscription != null) {
            remove(subscription);
            context.node().unsubscribe(session, channel);
        }
    }

    /** Ends all subscriptions, because the connect failed. */
    void unsubscribeAll() {
        List.copyOf(subscriptions.keySet()).forEach(this::unsubscribe);
    }

    /** Called after the session has ended its subscriptions. */
    void stop() {
        subscriptions.values().forEach(ClientSubscription::stop);
        subscriptions.clear();
    }

    /** Ends a subscription on expiry. */
    void expire(ClientSubscription subscription) {
        var own = session.subscriptions().get(subscription.channel());
        if (own != null && subscriptions.get(subscription.channel()) == subscription) {
            own.end(UnsubscribeReason.EXPIRED);
        }
    }

    void onEnded(ClientSubscription subscription, UnsubscribeReason reason) {
        if (subscriptions.get(subscription.channel()) != subscription) {
            return;
        }
        remove(subscription);
        context.node().unsubscribe(session, subscription.channel());
        if (subscription.isServerSide() && reason == UnsubscribeReason.INSUFFICIENT_STATE) {
            session.disconnect(DisconnectReason.INSUFFICIENT_STATE);
        } else if (subscription.isServerSide() && reason == UnsubscribeReason.EXPIRED) {
            session.disconnect(DisconnectReason.SUBSCRIPTION_EXPIRED);
        } else {
            ClientTrace.pushed(
                    context, session, "unsubscribe", subscription.channel(), 0, reason.code() + " " + reason.reason());
            session.send(transport.push(
                    subscription.channel(), new ServerPush.Unsubscribed(reason.code(), reason.reason())));
        }
    }

    Expiration expiration(ClientSubscription subscription) {
        return new Expiration(
                session.loop(), context.clock(), context.settings().expiredSubscriptionDelay(), subscription);
    }

    CompletionStage<Renewal> renew(String channel) {
        return context.access().renewSubscription(client, channel);
    }

    void disconnect(CloseReason reason) {
        session.disconnect(reason);
    }

    /** Converts recovered publications for this client. */
    RecoveredPushes pushes(String channel, List<Publication> publications, boolean deltas) {
        return deltas
                ? new RecoveredPushes(DataPush.chain(transport.encoding(), publications))
                : context.shared().pushes(channel, publications);
    }

    long ttl(Expiry expiry) {
        return Expiration.ttl(expiry, context.clock());
    }

    private void remove(ClientSubscription subscription) {
        subscription.stop();
        subscriptions.remove(subscription.channel(), subscription);
    }

    private static CompletionStage<Void> check(SubscribeResult result) {
        if (!(result instanceof Refused refused)) {
            return CompletableFuture.completedStage(null);
        }
        return CompletableFuture.failedStage(
                switch (refused) {
                    case ALREADY_SUBSCRIBED -> new ErrorReplyException(ErrorCode.ALREADY_SUBSCRIBED);
                    case LIMIT_EXCEEDED -> new ErrorReplyException(ErrorCode.LIMIT_EXCEEDED);
                    case UNRECOVERABLE -> new ErrorReplyException(ErrorCode.UNRECOVERABLE_POSITION);
                    // Not by an unsubscribe of the client, which waits for this command.
                    case CANCELLED -> new DisconnectException(DisconnectReason.HANDLER_FAILED);
                });
    }
}
