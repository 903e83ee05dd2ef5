package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.app.TestResponse;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.testkit.client.UpgradeRefusedException;
import dev.fanfare.testkit.memory.MemorySettings;
import dev.fanfare.testkit.memory.MemoryTransport;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.NettyTransport;
import dev.fanfare.transport.netty.http.HttpLimits;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.http.HttpTimes;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An application in memory or on a free port of the loopback address; by default on the latter, with one event loop and
 * patient limits.
 */
final class TestApp implements AutoCloseable {
    static final Duration PATIENT = Duration.ofMinutes(1);

    /** Short, but longer than a busy machine needs to connect and send. */
    static final Duration BRIEF = Duration.ofSeconds(2);

    private static final int TIMEOUT_SECONDS = 60;

    private final Wire wire;
    private final Transport transport;
    private final Fanfare app;
    private @Nullable InetSocketAddress address;

    TestApp() {
        this(Wire.SOCKETS);
    }

    TestApp(Wire wire) {
        this(wire, settings(PATIENT, SessionSettings.DEFAULTS.outboxMaxBytes()));
    }

    TestApp(FanfareSettings settings) {
        this(Wire.SOCKETS, settings);
    }

    TestApp(Wire wire, FanfareSettings settings) {
        this.wire = wire;
        this.transport = transport(wire, settings.transport());
        this.app = Fanfare.create(settings, transport);
    }

    private static Transport transport(Wire wire, NettySettings settings) {
        return switch (wire) {
            case MEMORY ->
                new MemoryTransport(new MemorySettings(
                        settings.loops(),
                        settings.http().times().handshake(),
                        settings.http().limits().maxBodyBytes(),
                        settings.webSocket().maxMessageBytes(),
                        settings.webSocket().closeTimeout()));
            case SOCKETS -> new NettyTransport(settings);
        };
    }

    static FanfareSettings settings(Duration handshakeTimeout, int outboxMaxBytes) {
        return settings(handshakeTimeout, outboxMaxBytes, Duration.ofSeconds(1));
    }

    /** For clients that read slowly and must receive everything that was sent before a close. */
    static FanfareSettings patientlyClosing() {
        return settings(PATIENT, SessionSettings.DEFAULTS.outboxMaxBytes(), PATIENT);
    }

    private static FanfareSettings settings(Duration handshakeTimeout, int outboxMaxBytes, Duration closeTime) {
        var session = new SessionSettings(outboxMaxBytes, 4, Duration.ZERO, PATIENT, closeTime);
        var http = new HttpSettings(
                new HttpLimits(8 * 1024, 16 * 1024, 100, 64 * 1024, 1_000), HttpTimes.all(handshakeTimeout));
        var webSocket = new WebSocketSettings(1 << 20, closeTime);
        return new FanfareSettings(
                new NettySettings(IoBackend.best(), 1, http, webSocket),
                NodeSettings.DEFAULTS.withSession(session),
                Set.of(),
                Metrics.NONE);
    }

    Fanfare app() {
        return app;
    }

    /** The address, listening from the first call on. */
    InetSocketAddress address() {
        var bound = address;
        if (bound == null) {
            bound = app.listen("127.0.0.1", 0);
            address = bound;
        }
        return bound;
    }

    /** The application as its clients see it, over whichever wire. */
    TestServer server() {
        return TestServer.of(transport, address());
    }

    /** Returns the response to a handshake that must be rejected. */
    TestResponse refusal(String target, String... headers) {
        try (var client = server().connect(target, headers)) {
            throw new AssertionError(target + " was accepted, with the subprotocol " + client.subprotocol());
        } catch (HandshakeRefusedException refused) {
            return refused.response();
        }
    }

    /** Advances the time in memory. Over a socket, the test waits for the time limit of the server. */
    void letPass(Duration duration) {
        if (wire == Wire.MEMORY) {
            server().advance(duration);
        }
    }

    RawWebSocket open(String path, String... headers) {
        return RawWebSocket.open(address(), path, headers);
    }

    /** Connects a client with a small receive buffer, so that it stalls soon after it stops reading. */
    RawWebSocket openStalling(String path) {
        return RawWebSocket.open(RawSocket.connect(address(), 4096), path);
    }

    /** Returns the response to a handshake that must be rejected. */
    RawResponse refused(String path, String... headers) {
        try (var client = open(path, headers)) {
            throw new AssertionError(
                    path + " was accepted on port " + client.socket().localPort());
        } catch (UpgradeRefusedException refused) {
            return refused.response();
        }
    }

    RawResponse request(String methodAndPath, String... headers) {
        return RawHttp.exchange(address(), methodAndPath, headers);
    }

    /** Returns the next value. Fails if there is none in time. */
    static <T> T next(BlockingQueue<T> queue) {
        try {
            var value = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(value).as("a value within %d s", TIMEOUT_SECONDS).isNotNull();
            return Objects.requireNonNull(value);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** The future's value; fails when it is not there in time. */
    static <T> T get(Future<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        app.close();
    }
}
