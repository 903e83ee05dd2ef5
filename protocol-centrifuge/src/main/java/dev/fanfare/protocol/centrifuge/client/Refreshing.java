package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.util.concurrent.CompletionStage;

/** New tokens that a client brings for what expires. Confined to the client's event loop. */
final class Refreshing {
    private final ClientContext context;
    private final EventLoop loop;
    private final ConnectedClient client;
    private final ClientSubscriptions subscriptions;
    private final Expiration expiration;

    Refreshing(
            ClientContext context,
            EventLoop loop,
            ConnectedClient client,
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
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        return LoopAnswer.of(loop, () -> context.access().refresh(client, token))
                .thenApply(expiry -> {
                    requireFuture(expiry, DisconnectReason.EXPIRED);
                    expiration.set(expiry);
                    return new Reply.Refreshed(
                            client.id(), Connecting.VERSION, Expiration.ttl(expiry, context.clock()));
                });
    }

    /** For a subscription. */
    CompletionStage<Reply> subscription(Command.SubRefresh command) {
        var subscription = subscriptions.of(ChannelCommands.require(command.channel()));
        if (subscription == null) {
            throw new ErrorReplyException(ErrorCode.PERMISSION_DENIED);
        }
        if (command.type() != Command.STREAM) {
            throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
        }
        if (command.token().isEmpty()) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        if (!subscription.isPutOffByTokens()) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        return LoopAnswer.of(
                        loop, () -> context.access().refreshSubscription(client, command.channel(), command.token()))
                .thenApply(expiry -> {
                    requireFuture(expiry, DisconnectReason.SUBSCRIPTION_EXPIRED);
                    if (subscriptions.of(command.channel()) == subscription) {
                        subscription.expireAt(expiry);
                    }
                    return new Reply.SubRefreshed(Expiration.ttl(expiry, context.clock()));
                });
    }

    private void requireFuture(Expiry expiry, DisconnectReason otherwise) {
        if (Expiration.isOver(expiry, context.clock())) {
            throw new DisconnectException(otherwise);
        }
    }
}
