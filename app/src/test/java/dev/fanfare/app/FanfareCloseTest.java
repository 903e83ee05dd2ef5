package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.internal.concurrent.Blocking;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What closing an application ends. */
@Isolated("observes the threads of the virtual machine")
class FanfareCloseTest {
    /** The time that {@link Fanfare#close} waits for connections that do not end. */
    private static final Duration LIMIT_FOR_CONNECTIONS = Duration.ofSeconds(5);

    private final TestApp test = new TestApp();

    @Test
    void close_disconnectsEveryClientWith1001AndLetsHandlersEnd() {
        var ended = new CompletableFuture<Integer>();
        test.app().websocket("/", ws -> {
            ws.messages().forEach(ws::send);
            ended.complete(ws.closeReason().orElseThrow().code());
        });
        test.app().socketHandler("/handler", () -> new SocketHandler() {});
        try (var client = test.open("/");
                var other = test.open("/handler")) {
            client.send("hello");
            assertThat(client.receiveText()).isEqualTo("hello");
            var closing = CompletableFuture.runAsync(test::close, Thread::startVirtualThread);

            assertThat(client.closeBack().closeCode()).isEqualTo(1001);
            assertThat(other.closeBack().closeCode()).isEqualTo(1001);
            assertThat(TestApp.get(ended)).isEqualTo(1001);
            closing.join();
        }
    }

    @Test
    void drain_closesClientsWith1012() {
        test.app().socketHandler("/", () -> new SocketHandler() {});
        try (var client = test.open("/");
                var other = test.open("/")) {
            var draining = CompletableFuture.runAsync(
                    () -> test.app().drain(Duration.ofMillis(100)), Thread::startVirtualThread);

            assertThat(client.closeBack().closeCode()).isEqualTo(1012);
            assertThat(other.closeBack().closeCode()).isEqualTo(1012);
            draining.join();
        }
    }

    @Test
    void drain_ofANegativeTime_isRefused() {
        assertThatThrownBy(() -> test.app().drain(Duration.ofSeconds(-1))).hasMessageContaining("-1");
        test.close();
    }

    @Test
    void close_freesThePort() throws IOException {
        var address = test.address();
        test.close();

        assertThatThrownBy(() -> RawHttp.connect(address)).hasRootCauseInstanceOf(IOException.class);
        try (var again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(address);
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void close_endsAllThreads() {
        var before = threads();
        var app = new TestApp();
        app.app().websocket("/", ws -> ws.messages().forEach(ws::send));
        try (var client = app.open("/")) {
            client.send("hello");
            assertThat(client.receiveText()).isEqualTo("hello");
            client.leave();
        }
        app.close();

        // Netty's global executor belongs to no application. It ends after a second without work.
        await().untilAsserted(() -> assertThat(threads())
                .filteredOn(thread -> !before.contains(thread))
                .filteredOn(thread -> thread.getName().startsWith("fanfare"))
                .isEmpty());
        test.close();
    }

    @Test
    void close_isIdempotent() {
        assertThat(test.address().getPort()).isPositive();
        test.close();
        test.close();
    }

    @Test
    void close_doesNotWaitForAnIdleKeptAliveConnection() {
        test.app().websocket("/", ws -> ws.accept());
        try (var http = RawHttp.connect(test.address())) {
            http.send(RawHttp.request("GET /nothing"));
            assertThat(http.read().status()).isEqualTo(404);
            long start = System.nanoTime();

            test.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT_FOR_CONNECTIONS);
            http.socket().awaitEnd();
        }
    }

    @Test
    void listen_portInUse_isNamedInTheError() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> test.app().listen("127.0.0.1", taken.getLocalPort()))
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
        test.close();
    }

    @Test
    void application_thatDoesNotListen_keepsNoProcessAlive() throws IOException {
        var before = threads();
        var idle = Fanfare.create();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> idle.listen("127.0.0.1", taken.getLocalPort()))
                    .hasMessageContaining("cannot listen");
        }

        assertThat(threads())
                .filteredOn(thread -> !before.contains(thread))
                .filteredOn(thread -> thread.getName().startsWith("fanfare"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
        idle.close();
        test.close();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
    }

    @Test
    void close_inHandler_isRejected_applicationContinues() {
        test.app().post("/stop", request -> {
            test.app().close();
            return HttpResponse.text(200, "bye");
        });

        assertThat(test.request("POST /stop", "Content-Length: 0").status()).isEqualTo(500);
        assertThat(test.request("POST /stop", "Content-Length: 0").status()).isEqualTo(500);
        test.close();
    }

    @Test
    void listen_afterTheClose_isRefused() {
        test.close();

        assertThatThrownBy(() -> test.app().listen(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void publishAndSend_afterClose_throwWithReason() {
        var channel = test.app().channel("news");
        test.close();

        assertClosed(() -> channel.publish("late"));
        assertClosed(() -> channel.publishEvent("late"));
        assertClosed(() -> Blocking.await(channel.publishAsync(Payload.text("late"))));
        assertClosed(() -> Blocking.await(channel.publishEventAsync("late")));
    }

    private static void assertClosed(ThrowingCallable late) {
        assertThatThrownBy(late).isInstanceOf(IllegalStateException.class).hasMessage("the application is closed");
    }
}
