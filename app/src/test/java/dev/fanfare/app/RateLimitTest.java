package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.security.RateLimit;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final TestApp test = new TestApp();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void requestsAndHandshakes_shareOneLimit() {
        test.app().use(RateLimit.requests(2, TEN_SECONDS).clock(nanos::get));
        addRoutes();

        assertThat(test.request("GET /").status()).isEqualTo(200);
        try (var client = test.open("/ws")) {
            assertThat(client.receiveText()).isEqualTo("in");
        }
        var refused = test.request("GET /");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).isEqualTo("5");
        assertThat(test.refused("/ws").status()).isEqualTo(429);
        pass(Duration.ofMillis(4_001));
        assertThat(test.request("GET /").header("retry-after")).isEqualTo("1");
        pass(Duration.ofMillis(999));
        assertThat(test.request("GET /").status()).isEqualTo(200);
        assertThat(test.request("GET /").status()).isEqualTo(429);
    }

    @Test
    void clients_haveSeparateLimits() {
        test.app()
                .use(RateLimit.requests(1, TEN_SECONDS)
                        .by(request -> request.header("x-client").orElse(""))
                        .remembering(2)
                        .clock(nanos::get));
        addRoutes();

        assertThat(from("a").status()).isEqualTo(200);
        assertThat(from("b").status()).isEqualTo(200);
        assertThat(from("a").status()).isEqualTo(429);
        assertThat(from("c").status()).isEqualTo(200);
        assertThat(from("a").status()).as("seen after b").isEqualTo(429);
        assertThat(from("b").status()).as("forgotten").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/function", "/handler", "/loop"})
    void excessMessages_closeWith1008(String path) {
        test.app().use(RateLimit.messages(2, TEN_SECONDS).clock(nanos::get));
        test.app().websocket("/function", ws -> ws.messages().forEach(ws::send));
        test.app().socketHandler("/handler", Echo::new);
        test.app().eventLoopHandler("/loop", Echo::new);

        try (var client = test.open(path);
                var other = test.open(path)) {
            client.send("1");
            client.send("2");
            assertThat(client.receiveText()).isEqualTo("1");
            assertThat(client.receiveText()).isEqualTo("2");
            pass(Duration.ofSeconds(5));
            client.send("3");
            assertThat(client.receiveText()).isEqualTo("3");
            client.send("4");
            client.send("5");
            var close = client.closeBack();
            assertThat(close.closeCode()).isEqualTo(1008);
            assertThat(close.closeReason()).isEqualTo("too many messages");
            other.send("its own limit");
            assertThat(other.receiveText()).isEqualTo("its own limit");
        }
    }

    @Test
    void invalidLimit_isRejected() {
        assertThatThrownBy(() -> RateLimit.requests(0, TEN_SECONDS)).hasMessageContaining("got 0 in PT10S");
        assertThatThrownBy(() -> RateLimit.messages(1, Duration.ZERO)).hasMessageContaining("1 in PT0S");
        assertThatThrownBy(() -> RateLimit.requests(1, TEN_SECONDS).remembering(0))
                .hasMessageContaining("got 0");
    }

    private static final class Echo extends SocketHandler {
        @Override
        public void receive(Socket socket, Payload message) {
            socket.send(message);
        }
    }

    private void addRoutes() {
        test.app().get("/", request -> HttpResponse.text(200, "page"));
        test.app().websocket("/ws", ws -> ws.send("in"));
    }

    private RawResponse from(String client) {
        return test.request("GET /", "X-Client: " + client);
    }

    private void pass(Duration time) {
        nanos.addAndGet(TimeUnit.NANOSECONDS.convert(time));
    }
}
