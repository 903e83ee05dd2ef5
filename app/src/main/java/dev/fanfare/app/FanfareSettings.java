package dev.fanfare.app;

import dev.fanfare.core.budget.HistoryShares;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.accept.ConnectionLimits;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * The settings of an application. Immutable. Start from {@link #DEFAULTS}.
 *
 * {@snippet :
 * var settings = FanfareSettings.DEFAULTS
 *         .withAllowedOrigins(Set.of("https://example.com"))
 *         .withPing(Duration.ofSeconds(10), Duration.ofSeconds(5))
 *         .withMaxMessageBytes(64 * 1024);
 * }
 *
 * @param transport sockets and their limits; the types of its parts are internal
 * @param node sessions, fan-out and their limits; the type and the types of its parts are internal
 * @param allowedOrigins origins whose pages may open WebSockets and send requests with unsafe methods, in addition to the
 *     application's own origin: {@code https://example.com}, {@code https://*.example.com} for all subdomains, or {@code *} for
 *     every origin
 * @param metrics receives counters and timings
 */
public record FanfareSettings(NettySettings transport, NodeSettings node, Set<String> allowedOrigins, Metrics metrics) {
    /** The default transport and node, no further origins, and no metrics. */
    public static final FanfareSettings DEFAULTS =
            new FanfareSettings(NettySettings.DEFAULTS, NodeSettings.DEFAULTS, Set.of(), Metrics.NONE);

    public FanfareSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** Returns a copy with this transport. */
    public FanfareSettings withTransport(NettySettings other) {
        return new FanfareSettings(other, node, allowedOrigins, metrics);
    }

    /** Returns a copy with these settings of the node. */
    public FanfareSettings withNode(NodeSettings other) {
        return new FanfareSettings(transport, other, allowedOrigins, metrics);
    }

    /** Returns a copy with these allowed origins. */
    public FanfareSettings withAllowedOrigins(Set<String> others) {
        return new FanfareSettings(transport, node, others, metrics);
    }

    /** Returns a copy with these metrics. */
    public FanfareSettings withMetrics(Metrics others) {
        return new FanfareSettings(transport, node, allowedOrigins, others);
    }

    /** Returns a copy with TLS from PEM files: the certificate chain, and its private key in PKCS#8 format. */
    public FanfareSettings withTls(Path chain, Path key) {
        return withTls(TlsSettings.pem(chain, key));
    }

    /** Returns a copy with TLS from PEM files with an encrypted private key. */
    public FanfareSettings withTls(Path chain, Path key, String password) {
        return withTls(TlsSettings.pem(chain, key, password));
    }

    /** Returns a copy with TLS from a PKCS#12 key store that contains one private key and its certificate chain. */
    public FanfareSettings withTlsKeyStore(Path store, String password) {
        return withTls(TlsSettings.pkcs12(store, password));
    }

    /** Returns a copy with these limits of open connections, in total and per client address; 0 for no limit. */
    public FanfareSettings withMaxConnections(int total, int perAddress) {
        var others = transport.connections();
        return withTransport(
                transport.withConnections(new ConnectionLimits(total, perAddress, others.maxUnauthenticated())));
    }

    /** Returns a copy with this maximum size of a WebSocket message from a client. */
    public FanfareSettings withMaxMessageBytes(int bytes) {
        var webSocket = transport.webSocket();
        return withTransport(
                transport.withWebSocket(webSocket.withLimits(webSocket.limits().withMaxMessageBytes(bytes))));
    }

    /**
     * Returns a copy with this compression of messages to WebSockets that offer permessage-deflate.
     *
     * @param level from 1 (fastest) to 9 (smallest)
     * @param minBytes shorter messages are not compressed
     */
    public FanfareSettings withCompression(int level, int minBytes) {
        var others = transport.webSocket().compression();
        return withCompression(new CompressionSettings(true, level, minBytes, others.clientContextTakeover()));
    }

    /** Returns a copy without compression of WebSocket messages. */
    public FanfareSettings withoutCompression() {
        return withCompression(CompressionSettings.OFF);
    }

    /** Returns a copy with this maximum size of a request body. */
    public FanfareSettings withMaxBodyBytes(int bytes) {
        var http = transport.http();
        return withTransport(transport.withHttp(http.withLimits(http.limits().withMaxBodyBytes(bytes))));
    }

    /** Returns a copy with this maximum number of bytes that all clients together can cause the node to hold of one kind. */
    public FanfareSettings withMemoryLimit(MemoryKind kind, long bytes) {
        return withTransport(transport.withMemory(transport.memory().with(kind, bytes)));
    }

    /**
     * Returns a copy with these limits of the memory engine.
     *
     * @param sharePercent percentage of the memory for histories, and of that for positions, for the channels of one declaration
     * @param userPercent percentage of a declaration's memory for histories that the publications of one user may use
     */
    public FanfareSettings withHistoryShares(int sharePercent, int userPercent) {
        return withTransport(
                transport.withMemory(transport.memory().with(new HistoryShares(sharePercent, userPercent))));
    }

    /**
     * Returns a copy with this heartbeat of WebSockets.
     *
     * @param interval the time between pings; zero for none
     * @param pongTimeout the time for the answer, shorter than the interval; afterwards, the client is disconnected with 3012
     */
    public FanfareSettings withPing(Duration interval, Duration pongTimeout) {
        return withSession(node.session().withPing(interval, pongTimeout));
    }

    /** Returns a copy with this maximum of unsent bytes per client. Above it, the {@link SlowClientPolicy} of the channel applies. */
    public FanfareSettings withOutboxMaxBytes(int bytes) {
        return withSession(node.session().withOutboxMaxBytes(bytes));
    }

    /** Returns a copy with this maximum number of subscriptions per client. */
    public FanfareSettings withMaxSubscriptions(int subscriptions) {
        return withSession(node.session().withMaxSubscriptions(subscriptions));
    }

    /** Returns a copy with this maximum number of publications that a returning client can recover. */
    public FanfareSettings withRecoveryLimit(int publications) {
        return withNode(node.withRecoveryLimit(publications));
    }

    private FanfareSettings withCompression(CompressionSettings compression) {
        return withTransport(transport.withWebSocket(transport.webSocket().withCompression(compression)));
    }

    private FanfareSettings withTls(TlsSettings tls) {
        return withTransport(transport.withTls(tls));
    }

    private FanfareSettings withSession(SessionSettings session) {
        return withNode(node.withSession(session));
    }
}
