package dev.fanfare.transport.netty;

import dev.fanfare.transport.netty.accept.ConnectionLimits;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.tls.TlsSettings;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the transport. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param backend how sockets are waited for
 * @param loops number of event loops
 * @param connections how many connections there may be
 * @param tls how connections are encrypted, all of them; null when they are not
 * @param http limits of requests
 * @param webSocket limits of WebSockets
 */
public record NettySettings(
        IoBackend backend,
        int loops,
        ConnectionLimits connections,
        @Nullable TlsSettings tls,
        HttpSettings http,
        WebSocketSettings webSocket) {
    /** The best backend, a loop per processor, no TLS, default limits. */
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

    /** Without TLS, and without a limit to connections. */
    public NettySettings(IoBackend backend, int loops, HttpSettings http, WebSocketSettings webSocket) {
        this(backend, loops, ConnectionLimits.NONE, null, http, webSocket);
    }

    /** The same settings with other limits to connections. */
    public NettySettings withConnections(ConnectionLimits other) {
        return new NettySettings(backend, loops, other, tls, http, webSocket);
    }

    /** The same settings with TLS, or without when it is null. */
    public NettySettings withTls(@Nullable TlsSettings other) {
        return new NettySettings(backend, loops, connections, other, http, webSocket);
    }

    /** The same settings with other limits of requests. */
    public NettySettings withHttp(HttpSettings other) {
        return new NettySettings(backend, loops, connections, tls, other, webSocket);
    }
}
