package dev.fanfare.transport.netty;

import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.transport.netty.accept.ConnectionLimits;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.tls.TlsSettings;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the transport. Immutable. Start from {@link #DEFAULTS}.
 *
 * @param backend the system interface for socket I/O
 * @param loops number of event loops
 * @param memory maximum number of bytes that clients can cause the node to hold, by kind
 * @param connections limits of open connections
 * @param tls encryption of all connections; null for none
 * @param http limits of HTTP requests
 * @param webSocket settings of WebSockets
 */
public record NettySettings(
        IoBackend backend,
        int loops,
        MemoryLimits memory,
        ConnectionLimits connections,
        @Nullable TlsSettings tls,
        HttpSettings http,
        WebSocketSettings webSocket) {
    /** The best available backend, one loop per processor, no TLS, default limits. */
    public static final NettySettings DEFAULTS = new NettySettings(
            IoBackend.best(),
            Runtime.getRuntime().availableProcessors(),
            HttpSettings.DEFAULTS,
            WebSocketSettings.DEFAULTS);

    public NettySettings {
        if (loops < 1) {
            throw new IllegalArgumentException("loops must be at least 1, got " + loops);
        }
    }

    /** Creates settings without TLS and with default limits. */
    public NettySettings(IoBackend backend, int loops, HttpSettings http, WebSocketSettings webSocket) {
        this(backend, loops, MemoryLimits.ofThisHeap(), ConnectionLimits.DEFAULTS, null, http, webSocket);
    }

    /** Returns a copy with these limits of memory. */
    public NettySettings withMemory(MemoryLimits other) {
        return new NettySettings(backend, loops, other, connections, tls, http, webSocket);
    }

    /** Returns a copy with these connection limits. */
    public NettySettings withConnections(ConnectionLimits other) {
        return new NettySettings(backend, loops, memory, other, tls, http, webSocket);
    }

    /** Returns a copy with TLS; null for none. */
    public NettySettings withTls(@Nullable TlsSettings other) {
        return new NettySettings(backend, loops, memory, connections, other, http, webSocket);
    }

    /** Returns a copy with these settings of HTTP. */
    public NettySettings withHttp(HttpSettings other) {
        return new NettySettings(backend, loops, memory, connections, tls, other, webSocket);
    }

    /** Returns a copy with these settings of WebSockets. */
    public NettySettings withWebSocket(WebSocketSettings other) {
        return new NettySettings(backend, loops, memory, connections, tls, http, other);
    }
}
