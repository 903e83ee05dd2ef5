package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one client. Confined to its event loop, but for {@link #of}. */
final class ClientSubscriptions {
    private final ClientContext context;
    private final Session session;
    private final Wire wire;
    private final Renewing renewing;
    private final Map<String, ClientSubscription> subscriptions = new ConcurrentHashMap<>(2);
    /** Those that were asked for and are not granted yet. */
    private final Set<String> reserved = new HashSet<>();

    ClientSubscriptions(ClientContext context, Session session, Wire wire, Renewing renewing) {
        this.context = context;
        this.session = session;
        this.wire = wire;
        this.renewing = renewing;
    }

    /** The subscription of the channel; null when there is none, or none yet. Thread-safe. */
    @Nullable
    ClientSubscription of(String channel) {
        return subscriptions.get(channel);
    }

    /** The client as the subscribers of the channel know it. */
    ClientInfo seen(ClientInfo info, String channel) {
        var subscription = of(channel);
        return subscription == null ? info : info.withChanInfo(subscription.chanInfo());
    }

    ChannelOptions options(String channel) {
        return context.channels().options(channel);
    }

    /**
     * Keeps the place for a subscription of the channel.
     *
     * @throws ErrorReplyException when there can't be one
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

    /** Gives the place back: there will be none. */
    void unreserve(String channel) {
        reserved.remove(channel);
    }

    /**
     * Subscribes, in a reserved place; the answer is given before the channel's first push.
     *
     * @return completes on the loop; fails when there is no subscription
     */
    CompletionStage<Void> subscribe(
            Command.Subscribe wanted, Grant grant, boolean serverSide, Consumer<Reply.Subscribed> answer) {
        reserved.remove(wanted.channel());
        if (Expiration.isOver(grant.expiry(), context.clock())) {
            return CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.EXPIRED));
        }
        var subscription = new ClientSubscription(this, wanted, grant, serverSide, answer);
        subscriptions.put(wanted.channel(), subscription);
        return context.node()
                .subscribe(session, subscription.request(wire), subscription)
                .handle((result, failure) -> {
                    if (failure != null || result instanceof Refused) {
                        remove(subscription);
                    }
                    return failure == null ? check(result) : CompletableFuture.<Void>failedStage(failure);
                })
                .thenCompose(outcome -> outcome);
    }

    /** A position that names no epoch stands in the present one. */
    CompletionStage<Command.Subscribe> resolve(Command.Subscribe wanted) {
        var since = wanted.since();
        var retention = options(wanted.channel()).retention();
        if (since == null
                || !since.epoch().isEmpty()
                || retention == null
                || !(context.node().engine().broker() instanceof HistoryBroker broker)) {
            return CompletableFuture.completedStage(wanted);
        }
        return broker.position(wanted.channel(), retention)
                .thenApply(top -> wanted.withSince(new StreamPosition(top.epoch(), since.offset())));
    }

    /** Ends it at the client's wish; one that is not there is fine. */
    void unsubscribe(String channel) {
        var subscription = subscriptions.get(channel);
        if (subscription != null) {
            remove(subscription);
            context.node().unsubscribe(session, channel);
        }
    }

    /** Ends all: the client is not let in after all. */
    void unsubscribeAll() {
        List.copyOf(subscriptions.keySet()).forEach(this::unsubscribe);
    }

    /** The session is over, and its subscriptions are gone. */
    void stop() {
        subscriptions.values().forEach(ClientSubscription::stop);
        subscriptions.clear();
    }

    /** What let it begin is no longer valid. */
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
            session.disconnect(DisconnectReason.INSUFFICIENT_STATE.reason());
        } else if (subscription.isServerSide() && reason == UnsubscribeReason.EXPIRED) {
            session.disconnect(DisconnectReason.SUBSCRIPTION_EXPIRED.reason());
        } else {
            session.send(
                    wire.push(subscription.channel(), new ServerPush.Unsubscribed(reason.code(), reason.reason())));
        }
    }

    Expiration expiration(ClientSubscription subscription) {
        return new Expiration(
                session.loop(),
                context.clock(),
                context.settings().expiredSubscriptionDelay(),
                () -> expire(subscription),
                end -> renewing.subscription(subscription.channel(), end, subscription::renew));
    }

    /** Publications as this client gets them. */
    List<DataPush> pushes(List<Publication> publications, boolean deltas) {
        return deltas ? DataPush.chain(wire.encoding(), publications) : DataPush.allOf(publications);
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
                    // By somebody else than the client, whose commands wait for this one.
                    case CANCELLED -> new DisconnectException(DisconnectReason.HANDLER_FAILED);
                });
    }
}
