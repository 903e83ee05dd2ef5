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
 * From an admission to the answer: the client gets its id, and its server-side subscriptions, all of which begin together.
 * Their publications wait until the answer is sent. Confined to the client's event loop.
 */
final class Connecting {
    /** What the server calls itself. */
    static final String VERSION = "fanfare";

    private final ClientContext context;
    private final Session session;
    private final ClientSubscriptions subscriptions;
    private final Command.Connect command;
    private final Map<String, Reply.Subscribed> subscribed = new HashMap<>();

    Connecting(ClientContext context, Session session, ClientSubscriptions subscriptions, Command.Connect command) {
        this.context = context;
        this.session = session;
        this.subscriptions = subscriptions;
        this.command = command;
    }

    /** Completes on the loop, with the session held; fails when the client can't be let in. */
    CompletionStage<Reply.Connected> enter(String id, Admission admission, Entrance entrance, String secret) {
        if (Expiration.isOver(admission.expiry(), context.clock())) {
            throw new ErrorReplyException(ErrorCode.EXPIRED);
        }
        if (admission.channels().size() > session.subscriptions().limit()) {
            throw new DisconnectException(DisconnectReason.CHANNEL_LIMIT);
        }
        var info = new ClientInfo(id, admission.user(), admission.connInfo(), null);
        context.node().identify(session, info);
        session.hold();
        return subscribeAll(admission.channels()).thenApply(all -> reply(info, admission, entrance, secret));
    }

    private Reply.Connected reply(ClientInfo info, Admission admission, Entrance entrance, String secret) {
        boolean pings = !entrance.nativePings();
        int ping = pings ? Math.toIntExact(session.pingInterval().toSeconds()) : 0;
        return new Reply.Connected(
                info.client(),
                VERSION,
                Expiration.ttl(admission.expiry(), context.clock()),
                admission.data(),
                subscribed,
                ping,
                ping > 0 && entrance.asks(),
                secret,
                entrance.emulated() ? context.node().topics().self() : "",
                context.settings().tellsTime() ? context.clock().millis() : 0);
    }

    /** Fails when one fails, but not before all have ended: none is left to begin. */
    private CompletionStage<Void> subscribeAll(Map<String, Grant> grants) {
        var all = new CompletableFuture<?>[grants.size()];
        int i = 0;
        for (var grant : grants.entrySet()) {
            all[i] = LoopAnswer.of(session.loop(), () -> subscribe(grant.getKey(), grant.getValue()))
                    .toCompletableFuture();
            i++;
        }
        return CompletableFuture.allOf(all);
    }

    private CompletionStage<Void> subscribe(String channel, Grant grant) {
        subscriptions.reserve(channel);
        var wanted = command.subs().getOrDefault(channel, Command.Subscribe.plain(channel));
        return subscriptions
                .resolve(wanted)
                .thenComposeAsync(
                        resolved -> subscriptions.subscribe(
                                resolved, grant, true, answer -> subscribed.put(channel, answer)),
                        session.loop());
    }
}
