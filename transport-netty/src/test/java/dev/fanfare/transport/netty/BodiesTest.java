package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.transport.netty.http.HttpTimes;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Request bodies, which are read when the handler requests them. */
class BodiesTest {
    private static final int LIMIT = 100_000;

    /** Refuses every request without reading its body, except for those to /read. */
    private static final HttpHandler GATEKEEPER = exchange -> {
        if (exchange.request().path().equals("/read")) {
            exchange.readBody(LIMIT, body -> exchange.respond(HttpResponse.text(200, body.length + " bytes")));
        } else {
            exchange.respond(HttpResponse.text(404, "no"));
        }
    };

    @Test
    void unfinishedBody_refusedByHead_isAnsweredAtOnce() {
        try (var server = TestServer.start(GATEKEEPER);
                var http = server.connect()) {
            http.send(post("/unknown", "Content-Length: 1000000") + "x".repeat(1_000));

            assertThat(http.read().status()).isEqualTo(404);
            assertThat(http.socket().readToEnd()).isEmpty();
            assertThat(used(server)).isZero();
        }
    }

    @Test
    void shortBody_notRead_isSkipped() {
        try (var server = TestServer.start(GATEKEEPER);
                var http = server.connect()) {
            http.send(post("/unknown", "Content-Length: 5") + "he");
            var first = http.read();
            http.send("llo" + post("/read", "Content-Length: 2") + "hi");

            assertThat(first.status()).isEqualTo(404);
            assertThat(first.header("connection")).isEqualTo("keep-alive");
            assertThat(http.read().text()).isEqualTo("2 bytes");
        }
    }

    @Test
    void shortBody_skippedTooSlowly_closesConnection() {
        var times = HttpTimes.all(TestServer.PATIENT).withBody(TestServer.SHORT);
        try (var server = TestServer.start(TestServer.settings(times), GATEKEEPER);
                var http = server.connect()) {
            http.send(post("/unknown", "Content-Length: 5") + "he");

            assertThat(http.read().status()).isEqualTo(404);
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void chunkedBody_notRead_closesConnection() {
        try (var server = TestServer.start(GATEKEEPER);
                var http = server.connect()) {
            http.send(post("/unknown", "Transfer-Encoding: chunked") + "2\r\nhi\r\n0\r\n\r\n" + post("/read"));

            assertThat(http.read().header("connection")).isEqualTo("close");
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void expectContinue_refusedByHead_getsNo100() {
        try (var server = TestServer.start(GATEKEEPER);
                var http = server.connect()) {
            http.send(post("/unknown", "Content-Length: 5", "Expect: 100-continue"));

            var response = http.read();
            assertThat(response.status()).isEqualTo(404);
            // The client may send the body or not (RFC 9110, 10.1.1).
            assertThat(response.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void expectContinue_bodyRead_getsOne100() throws InterruptedException {
        var waiting = new LinkedBlockingQueue<HttpExchange>();
        try (var server = TestServer.start(waiting::add);
                var http = server.connect()) {
            http.send(post("/read", "Content-Length: 5", "Expect: 100-continue"));
            var exchange = next(waiting);
            exchange.loop().execute(() -> GATEKEEPER.handle(exchange));

            assertThat(http.read().status()).isEqualTo(100);
            http.send("hello");
            assertThat(http.read().text()).isEqualTo("5 bytes");
        }
    }

    @Test
    void body_readLater_includesWhatArrivedBefore() throws InterruptedException {
        var waiting = new LinkedBlockingQueue<HttpExchange>();
        try (var server = TestServer.start(waiting::add);
                var http = server.connect()) {
            http.send(post("/read", "Content-Length: 60000") + "x".repeat(30_000));
            var exchange = next(waiting);
            http.send("x".repeat(30_000) + post("/read", "Content-Length: 1") + "x");
            exchange.loop().execute(() -> GATEKEEPER.handle(exchange));

            assertThat(http.read().text()).isEqualTo("60000 bytes");
            var second = next(waiting);
            second.loop().execute(() -> GATEKEEPER.handle(second));
            assertThat(http.read().text()).isEqualTo("1 bytes");
        }
    }

    @Test
    void body_overTheLimitOfTheRoute_returns413() {
        try (var server = TestServer.start(GATEKEEPER);
                var announced = server.connect();
                var chunked = server.connect()) {
            announced.send(post("/read", "Content-Length: 100001"));
            chunked.send(post("/read", "Transfer-Encoding: chunked") + "186a1\r\n" + "x".repeat(LIMIT + 1)
                    + "\r\n0\r\n\r\n");

            assertThat(announced.read().text()).isEqualTo("the request body is longer than 100000 bytes");
            assertThat(chunked.read().status()).isEqualTo(413);
        }
    }

    @Test
    void handshake_withBody_returns400() {
        try (var server = TestServer.of(new RecordingListener());
                var http = server.connect()) {
            http.send(Handshake.request("/", "Content-Length: 1") + "x");

            assertThat(http.read().status()).isEqualTo(400);
        }
    }

    @Test
    void handler_respondingWhileReading_endsReading() throws InterruptedException {
        var refused = new LinkedBlockingQueue<HttpResponse>();
        try (var server = TestServer.start(exchange -> {
                    exchange.readBody(LIMIT, body -> {}, refused::add);
                    exchange.respond(HttpResponse.text(200, "enough"));
                });
                var http = server.connect()) {
            http.send(post("/", "Content-Length: 5") + "he");

            assertThat(http.read().text()).isEqualTo("enough");
            assertThat(next(refused).status()).isEqualTo(503);
            http.send("llo" + post("/", "Content-Length: 1") + "x");
            assertThat(http.read().text()).isEqualTo("enough");
        }
    }

    @Test
    void client_leavingWhileReading_endsReading() throws InterruptedException {
        var refused = new LinkedBlockingQueue<HttpResponse>();
        var answered = new LinkedBlockingQueue<Boolean>();
        try (var server = TestServer.start(exchange -> exchange.readBody(LIMIT, body -> {}, refusal -> {
                    answered.add(exchange.isAnswered());
                    refused.add(refusal);
                }));
                var http = server.connect()) {
            http.send(post("/", "Content-Length: 50000") + "x".repeat(20_000));
            Awaitility.await().until(() -> used(server) > 0);
            http.socket().reset();

            assertThat(next(refused).status()).isEqualTo(400);
            assertThat(next(answered)).isTrue();
            assertThat(used(server)).isZero();
        }
    }

    @Test
    void bodies_overTheBudgetOfTheNode_return503() {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                .withMemory(MemoryLimits.NONE.with(MemoryKind.BODIES, 3 * LIMIT));
        try (var server = TestServer.start(settings, GATEKEEPER)) {
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                var http = server.connect();
                http.send(post("/read", "Content-Length: " + LIMIT) + "x".repeat(LIMIT - 1));
                clients.add(http);
                assertThat(RawHttp.exchange(server.address(), "GET /").status()).isEqualTo(404);
            }

            var budget = server.transport().governor().budget(MemoryKind.BODIES);
            Awaitility.await().until(() -> budget.shed() + budget.refused() > 15);
            assertThat(used(server)).isLessThanOrEqualTo(3 * LIMIT);
            int refusals = 0;
            for (var http : clients) {
                http.send("x");
                var response = http.read();
                if (response.status() == 503) {
                    assertThat(response.header("retry-after")).isEqualTo("1");
                    refusals++;
                } else {
                    assertThat(response.text()).isEqualTo(LIMIT + " bytes");
                }
                http.close();
            }
            assertThat(refusals).isBetween(15, 20);
            assertThat(used(server)).isZero();
        }
    }

    @Test
    void completeBodies_inUse_areNotShed() throws InterruptedException {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                .withMemory(MemoryLimits.NONE.with(MemoryKind.BODIES, 3 * LIMIT));
        var inUse = new LinkedBlockingQueue<HttpExchange>();
        HttpHandler handler = exchange -> exchange.readBody(LIMIT, body -> inUse.add(exchange), exchange::respond);
        try (var server = TestServer.start(settings, handler);
                var first = server.connect();
                var second = server.connect();
                var unfinished = server.connect()) {
            for (var http : List.of(first, second)) {
                http.send(post("/", "Content-Length: " + LIMIT) + "x".repeat(LIMIT));
            }
            var exchanges = List.of(next(inUse), next(inUse));
            unfinished.send(post("/", "Content-Length: " + LIMIT) + "x".repeat(LIMIT - 1));

            assertThat(unfinished.read().status()).isEqualTo(503);
            assertThat(server.transport().governor().budget(MemoryKind.BODIES).shed())
                    .isEqualTo(1);
            assertThat(used(server)).isEqualTo(2 * LIMIT);
            for (var exchange : exchanges) {
                exchange.loop().execute(() -> exchange.respond(HttpResponse.text(200, "")));
            }
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(second.read().status()).isEqualTo(200);
            assertThat(used(server)).isZero();
        }
    }

    @Test
    void input_farBeyondTheLastResponse_closesConnection() {
        try (var server = TestServer.start(GATEKEEPER);
                var http = server.connect()) {
            http.send(post("/unknown", "Transfer-Encoding: chunked"));
            assertThat(http.read().status()).isEqualTo(404);
            var piece = "x".repeat(1 << 20);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 256; i++) {
                            http.send(piece);
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    private static long used(TestServer server) {
        return server.transport().governor().budget(MemoryKind.BODIES).used();
    }

    private static String post(String path, String... headers) {
        return RawHttp.request("POST " + path, headers);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var value = queue.poll(60, TimeUnit.SECONDS);
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }
}
