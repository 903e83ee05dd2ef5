package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.protocol.centrifuge.access.CentrifugeClient;
import dev.fanfare.protocol.centrifuge.access.Expiry;
import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnectException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeErrorException;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.DisconnectCode;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.util.concurrent.CompletionStage;

/** New tokens that a client brings for what expires. Confined to the client's event loop. */
final class Refreshing {
    private final ClientContext context;
    private final EventLoop loop;
    private final CentrifugeClient client;
    private final ClientSubscriptions subscriptions;
    private final Expiration expiration;

    Refreshing(
            ClientContext context,
            EventLoop loop,
            CentrifugeClient client,
            ClientSubscriptions subscriptions,
            Expiration expiration) {
        this.context = context;
        this.loop = loop;
        this.client = client;
        this.subscriptions = subscriptions;
        this.expiration = expiration;
    }

    /** For the connection itself. */
    CompletionStage<Reply> connection(String token) {
        if (token.isEmpty() || !expiration.isPutOffByTokens()) {
            throw new CentrifugeDisconnectException(DisconnectCode.BAD_REQUEST);
        }
        return LoopAnswer.of(loop, () -> context.access().refresh(client, token))
                .thenApply(expiry -> {
                    requireFuture(expiry, DisconnectCode.EXPIRED);
                    expiration.set(expiry);
                    return new Reply.Refreshed(
                            client.id(), Connecting.VERSION, Expiration.ttl(expiry, context.clock()));
                });
    }

    /** For a subscription. */
    CompletionStage<Reply> subscription(Command.SubRefresh command) {
        var subscription = subscriptions.of(ChannelCommands.require(command.channel()));
        if (subscription == null) {
            throw new CentrifugeErrorException(ErrorCode.PERMISSION_DENIED);
        }
        if (command.type() != Command.STREAM) {
            throw new CentrifugeErrorException(ErrorCode.NOT_AVAILABLE);
        }
        if (command.token().isEmpty()) {
            throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
        }
        if (!subscription.isPutOffByTokens()) {
            throw new CentrifugeDisconnectException(DisconnectCode.BAD_REQUEST);
        }
        return LoopAnswer.of(
                        loop, () -> context.access().refreshSubscription(client, command.channel(), command.token()))
                .thenApply(expiry -> {
                    requireFuture(expiry, DisconnectCode.SUBSCRIPTION_EXPIRED);
                    if (subscriptions.of(command.channel()) == subscription) {
                        subscription.expireAt(expiry);
                    }
                    return new Reply.SubRefreshed(Expiration.ttl(expiry, context.clock()));
                });
    }

    private void requireFuture(Expiry expiry, DisconnectCode otherwise) {
        if (Expiration.isOver(expiry, context.clock())) {
            throw new CentrifugeDisconnectException(otherwise);
        }
    }
}
