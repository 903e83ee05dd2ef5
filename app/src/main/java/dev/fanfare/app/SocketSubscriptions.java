package dev.fanfare.app;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Session;
import java.util.concurrent.CompletionStage;

/** How a socket's session subscribes, and who it is for others. Confined to the session's event loop. */
final class SocketSubscriptions {
    private SocketSubscriptions() {}

    /** Subscribes the session directly; as this user where the channel shows its clients to others. */
    static CompletionStage<SubscribeResult> subscribe(
            SocketContext context, Session session, Channel channel, String user) {
        var options = channel.options();
        if (options.presence() || options.joinLeave()) {
            identify(context, session, user);
        }
        var encoder = context.rawEncoder(session.connection().framing());
        var request = new SubscribeRequest(channel.name(), encoder, options, null, false);
        return context.node().subscribe(session, request, new DirectSubscription(session));
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

    /** Returns when the socket is subscribed, and throws as {@link Socket#subscribe} does otherwise. */
    static void requireSubscribed(SubscribeResult result, Socket socket, Channel channel) {
        switch (result) {
            case Subscribed subscribed -> {}
            case Refused.ALREADY_SUBSCRIBED -> {}
            case Refused.LIMIT_EXCEEDED -> throw new IllegalStateException("no room for a subscription of " + channel);
            case Refused.CANCELLED -> throw socket.closedException();
            case Refused.UNRECOVERABLE ->
                throw new IllegalStateException("a subscribe that recovers nothing was refused");
        }
    }
}
