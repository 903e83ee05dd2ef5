package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Request;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import java.util.function.Function;

/** Starts a socket in one style, or passes a request to a mounted protocol. Thread-safe. */
@FunctionalInterface
public interface SocketRunner {
    /** Takes over an unanswered handshake, or any unanswered request of a mounted protocol. Called on its loop; must not block. */
    void start(AppContext context, HttpExchange handshake, Request request);

    /** The function style. */
    static SocketRunner function(WebSocketHandler handler) {
        return (context, handshake, request) -> new FunctionSocket(context, handshake, request, handler).start();
    }

    /** The handler style on virtual threads. */
    static SocketRunner handler(Function<? super Request, ? extends SocketHandler> handlers) {
        return (context, handshake, request) -> new HandlerSocket(context, handshake, request, handlers).connect();
    }

    /** The handler style on the event loop. */
    static SocketRunner eventLoop(Function<? super Request, ? extends SocketHandler> handlers) {
        return (context, handshake, request) ->
                new EventLoopSocket(context, handshake, request, handlers.apply(request)).connect();
    }

    /** A mounted protocol, whose responses are readable by pages of the listed origins. */
    static SocketRunner mounted(HttpHandler protocol, OriginRule origins) {
        return (context, exchange, request) ->
                protocol.handle(new MountedExchange(context, exchange, request, origins));
    }
}
