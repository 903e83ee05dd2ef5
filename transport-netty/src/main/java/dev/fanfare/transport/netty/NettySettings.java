package dev.fanfare.transport.netty;

import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;

/**
 * Settings of the transport. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param backend how sockets are waited for
 * @param loops number of event loops
 * @param http limits of requests
 * @param webSocket limits of WebSockets
 */
public record NettySettings(IoBackend backend, int loops, HttpSettings http, WebSocketSettings webSocket) {
    /** The best backend, a loop per processor, default limits. */
    public static final NettySettings DEFAULTS = new NettySettings(
            IoBackend.best(),
            Runtime.getRuntime().availableProcessors(),
            HttpSettings.DEFAULTS,
            WebSocketSettings.DEFAULTS);

    public NettySettings {
        if (loops < 1) {
            throw new IllegalArgumentException("a transport has 1 event loop or more, not " + loops);
        }
    }
}
