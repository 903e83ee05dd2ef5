package dev.fanfare.app;

import dev.fanfare.app.internal.Blocking;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.ClientInfo;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How a socket's session subscribes, and who it is for others. Confined to the session's event loop. */
final class SocketSubscriptions {
    private SocketSubscriptions() {}

    /** Subscribes the session directly; as this user where the channel shows its clients to others. */
    static CompletionStage<SubscribeResult> subscribe(
            SocketContext context, Session session, Channel channel, String user, Beginning beginning) {
        var since = beginning.since();
        var options = since == null ? channel.options() : channel.options().recovery();
        if (options.hasPresence() || options.hasJoinLeave()) {
            identify(context, session, user);
        }
        var encoder = context.rawEncoder(session.connection().framing());
        var request = new SubscribeRequest(channel.name(), encoder, options, since, false);
        var first = beginning.message();
        var handler =
                first == null ? new DirectSubscription(session) : new FirstMessage(session, context.threads(), first);
        return context.node().subscribe(session, request, handler);
    }

    /** Says who a session is that has begun, if anybody wants to know: it is signed in, or clients are watched. */
    static void introduce(SocketContext context, Session session, Optional<Principal> principal) {
        if (principal.isPresent() || context.node().activities().areClientsWatched()) {
            identify(context, session, principal.map(Principal::user).orElse(""));
        }
    }

    /** Who the session is: as was said before, or from now on. */
    static ClientInfo identify(SocketContext context, Session session, String user) {
        var known = session.info();
        if (known != null) {
            return known;
        }
        var info = new ClientInfo(context.node().clients().newId(), user);
        context.node().identify(session, info);
        return info;
    }

    /**
     * Returns when the socket is subscribed, and throws as {@link Socket#subscribe} does otherwise. On its event loop it
     * returns at once, and a failure that comes later ends the socket.
     */
    static void requireSubscribed(CompletionStage<SubscribeResult> result, Socket socket, Channel channel) {
        if (socket.loop().inEventLoop() && !result.toCompletableFuture().isDone()) {
            result.whenComplete((outcome, failure) -> {
                if (failure != null) {
                    socket.fail(failure);
                }
            });
            return;
        }
        switch (Blocking.await(result)) {
            case Subscribed subscribed -> {}
            case Refused.ALREADY_SUBSCRIBED -> {}
            case Refused.LIMIT_EXCEEDED -> throw new IllegalStateException("no room for a subscription of " + channel);
            case Refused.CANCELLED -> throw socket.closedException();
            case Refused.UNRECOVERABLE ->
                throw new IllegalStateException("a subscribe that recovers nothing was refused");
        }
    }
}
