package dev.fanfare.transport.netty;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.transport.netty.http.HttpLimits;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.http.HttpTimes;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A transport on a free port of the loopback address. */
public final class TestServer implements AutoCloseable {
    /** Longer than any test takes. */
    public static final Duration PATIENT = Duration.ofMinutes(1);

    /** Short enough to wait for in a test. Use {@link #BRIEF} to limit actions of the client. */
    public static final Duration SHORT = Duration.ofMillis(300);

    /** Short, but longer than a busy machine needs to connect and send. */
    public static final Duration BRIEF = Duration.ofSeconds(2);

    private static final HttpLimits LIMITS = new HttpLimits(1_000, 2_000, 100, 3_000, 1_000);

    private final NettyTransport transport;
    private final InetSocketAddress address;

    private TestServer(NettyTransport transport, HttpHandler handler) {
        this.transport = transport;
        this.address = transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);
    }

    public static TestServer start(HttpHandler handler) {
        return start(settings(PATIENT, PATIENT), handler);
    }

    public static TestServer start(NettySettings settings, HttpHandler handler) {
        return new TestServer(new NettyTransport(settings), handler);
    }

    /** Starts a server with these WebSocket settings that upgrades every handshake to the listener. */
    public static TestServer of(WebSocketSettings webSocket, RecordingListener listener) {
        return start(settings(webSocket), upgradingTo(listener));
    }

    /** Returns the usual settings with these WebSocket settings. */
    public static NettySettings settings(WebSocketSettings webSocket) {
        var usual = settings(PATIENT, PATIENT);
        return new NettySettings(usual.backend(), usual.loops(), usual.http(), webSocket);
    }

    /** Starts a server that upgrades every handshake to the listener and answers other requests with their path. */
    public static TestServer of(RecordingListener listener) {
        return start(upgradingTo(listener));
    }

    /** Returns a handler that upgrades every handshake to the listener and answers other requests with their path. */
    public static HttpHandler upgradingTo(RecordingListener listener) {
        return exchange -> {
            if (exchange.isUpgrade()) {
                upgrade(exchange, listener);
            } else {
                exchange.respond(HttpResponse.text(200, exchange.request().path()));
            }
        };
    }

    /** Upgrades the exchange. */
    public static void upgrade(HttpExchange exchange, RecordingListener listener) {
        exchange.upgrade(Headers.empty(), connection -> {
            listener.opened(connection);
            return listener;
        });
    }

    /** Returns the usual settings with these time limits of requests. */
    public static NettySettings settings(HttpTimes times) {
        var usual = settings(PATIENT, PATIENT);
        return usual.withHttp(usual.http().withTimes(times));
    }

    /** Returns settings with one loop of the best backend and small limits. */
    public static NettySettings settings(Duration handshakeTimeout, Duration closeTimeout) {
        return settings(IoBackend.best(), handshakeTimeout, closeTimeout);
    }

    /** Returns settings with one loop and limits of 1,000 bytes per line, 2,000 of headers, 3,000 per body, 100,000 per message. */
    public static NettySettings settings(IoBackend backend, Duration handshakeTimeout, Duration closeTimeout) {
        return new NettySettings(
                backend,
                1,
                new HttpSettings(LIMITS, HttpTimes.all(handshakeTimeout)),
                new WebSocketSettings(100_000, closeTimeout));
    }

    public InetSocketAddress address() {
        return address;
    }

    public NettyTransport transport() {
        return transport;
    }

    public RawHttp connect() {
        return RawHttp.connect(address);
    }

    public RawWebSocket open() {
        return RawWebSocket.open(address, "/");
    }

    @Override
    public void close() {
        transport.close();
    }
}
