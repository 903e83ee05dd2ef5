package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries out the admission of a client: identifies the session, starts its server-side subscriptions concurrently and builds the
 * reply. Publications are held until the reply is sent. Confined to the connection's event loop.
 */
final class ConnectHandler {
    /** The version in replies to clients. */
    static final String VERSION = "fanfare";

    private final ClientContext context;
    private final Session session;
    private final ClientSubscriptions subscriptions;
    private final Command.Connect command;
    private final Map<String, Reply.Subscribed> subscribed = new HashMap<>();
    private final ReplyBudget budget;

    ConnectHandler(ClientContext context, Session session, ClientSubscriptions subscriptions, Command.Connect command) {
        this.context = context;
        this.session = session;
        this.subscriptions = subscriptions;
        this.command = command;
        this.budget = new ReplyBudget(context);
    }

    /** Completes on the loop, while the session holds publications; fails if a subscription fails. */
    CompletionStage<Reply.Connected> admit(String id, Admission admission, ClientTransport transport, String secret) {
        if (Expiration.isOver(admission.expiry(), context.clock())) {
            throw new ErrorReplyException(ErrorCode.EXPIRED);
        }
        if (admission.channels().size() > session.subscriptions().limit()) {
            throw new DisconnectException(DisconnectReason.CHANNEL_LIMIT);
        }
        var info = new ClientInfo(id, admission.user(), admission.connInfo(), null);
        context.node().identify(session, info);
        session.hold();
        return subscribeAll(admission.channels()).thenApply(all -> reply(id, admission, transport, secret));
    }

    private Reply.Connected reply(String id, Admission admission, ClientTransport transport, String secret) {
        int ping = transport.nativePings()
                ? 0
                : Math.toIntExact(session.pingInterval().toSeconds());
        return new Reply.Connected(
                id,
                VERSION,
                Expiration.ttl(admission.expiry(), context.clock()),
                admission.data(),
                subscribed,
                ping,
                ping > 0 && transport.bidirectional(),
                secret,
                transport.emulated() ? context.node().topics().self() : "",
                context.settings().includesTime() ? context.clock().millis() : 0);
    }

    /** Completes after all subscriptions have succeeded or failed, so that none starts later. */
    private CompletionStage<Void> subscribeAll(Map<String, Grant> grants) {
        return CompletableFuture.allOf(grants.entrySet().stream()
                .map(grant -> LoopCompletion.of(session.loop(), () -> subscribe(grant.getKey(), grant.getValue()))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Void> subscribe(String channel, Grant grant) {
        subscriptions.reserve(channel);
        var request = command.subs().getOrDefault(channel, Command.Subscribe.plain(channel));
        var part = new SubscribeReply(budget, reply -> subscribed.put(channel, reply));
        return subscriptions.subscribe(request, grant, true, part);
    }
}
