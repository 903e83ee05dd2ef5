package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawSocket.End;
import dev.fanfare.transport.netty.http.HttpTimes;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 over real sockets (RFC 9112), with the limits of {@link TestServer#settings}. */
class HttpTest {
    /** Answers with method, path, query and body. */
    private static final HttpHandler MIRROR = exchange -> exchange.readBody(exchange.maxBodyBytes(), bytes -> {
        var request = exchange.request();
        var body = new String(bytes, StandardCharsets.UTF_8);
        exchange.respond(
                HttpResponse.text(200, request.method() + " " + request.path() + " [" + request.query() + "] " + body));
    });

    @Test
    void request_complete_reachesHandlerWithAllParts() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send("POST /a%20b?c=d&e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");

            var response = http.read();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo("POST /a%20b [c=d&e] hello");
            assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(response.header("date")).endsWith("GMT");
        }
    }

    @Test
    void request_chunkedInSingleBytes_arrivesComplete() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.socket()
                    .sendDribbling(
                            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(http.read().text()).isEqualTo("POST / [] hello");
        }
    }

    @Test
    void requests_sequential_shareConnection() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            for (int i = 0; i < 5; i++) {
                http.send(RawHttp.request("GET /" + i));
                var response = http.read();
                assertThat(response.text()).isEqualTo("GET /" + i + " [] ");
                assertThat(response.header("connection")).isEqualTo("keep-alive");
            }
        }
    }

    @Test
    void request_withConnectionClose_isTheLast() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /", "Connection: close"));

            assertThat(http.read().header("connection")).isEqualTo("close");
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void requests_pipelined_areAnsweredInOrder() throws InterruptedException {
        var waiting = new LinkedBlockingQueue<HttpExchange>();
        try (var server = TestServer.start(waiting::add);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /1") + RawHttp.request("GET /2") + RawHttp.request("GET /3"));
            for (int i = 1; i <= 3; i++) {
                var exchange = next(waiting);
                assertThat(waiting).isEmpty();
                exchange.loop().execute(() -> MIRROR.handle(exchange));
                assertThat(http.read().text()).isEqualTo("GET /" + i + " [] ");
            }
        }
    }

    @Test
    void requests_pipelinedAfterSlowResponse_areAllAnswered() throws InterruptedException {
        int count = 100;
        var waiting = new LinkedBlockingQueue<HttpExchange>();
        try (var server = TestServer.start(exchange -> answerFirstLater(exchange, waiting));
                var http = server.connect()) {
            http.send(RawHttp.request("GET /first") + RawHttp.request("GET /").repeat(count));
            var first = next(waiting);
            first.loop().execute(() -> MIRROR.handle(first));

            assertThat(http.read().text()).isEqualTo("GET /first [] ");
            for (int i = 0; i < count; i++) {
                assertThat(http.read().text()).isEqualTo("GET / [] ");
            }
        }
    }

    @Test
    void requests_clientNotReading_wait() {
        int count = 200;
        var page = HttpResponse.of(200, "text/plain", new byte[100_000]);
        var handled = new AtomicInteger();
        HttpHandler handler = exchange -> {
            handled.incrementAndGet();
            exchange.respond(page);
        };
        try (var server = TestServer.start(handler);
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            http.send(RawHttp.request("GET /", "X-Padding: " + "x".repeat(600)).repeat(count));
            // The only loop has read the first request before it answers a later one.
            assertThat(RawHttp.exchange(server.address(), "GET /").status()).isEqualTo(200);

            assertThat(handled).hasValueLessThan(count / 2);

            for (int i = 0; i < count; i++) {
                assertThat(http.read().body()).hasSize(100_000);
            }
        }
    }

    private static void answerFirstLater(HttpExchange exchange, BlockingQueue<HttpExchange> waiting) {
        if (exchange.request().path().equals("/first")) {
            waiting.add(exchange);
        } else {
            MIRROR.handle(exchange);
        }
    }

    @Test
    void headMethod_returnsLengthWithoutBody() {
        try (var server = TestServer.start(exchange -> exchange.respond(HttpResponse.text(200, "12345")));
                var http = server.connect()) {
            http.send(RawHttp.request("HEAD /") + RawHttp.request("GET /"));

            assertThat(http.readHead().header("content-length")).isEqualTo("5");
            assertThat(http.read().text()).isEqualTo("12345");
        }
    }

    @Test
    void requestLine_overTheLimit_returns414() {
        assertRefused("GET /" + "x".repeat(1_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
    }

    @Test
    void headers_overTheLimit_return431() {
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(2_000) + "\r\n\r\n", 431);
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(500) + "\r\n", 431);
    }

    @Test
    void body_overTheLimit_returns413() {
        assertRefused("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3001\r\n\r\n" + "x".repeat(3_001), 413);
        assertRefused(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nbb9\r\n" + "x".repeat(3_001)
                        + "\r\n0\r\n\r\n",
                413);
    }

    @Test
    void body_farOverTheLimit_responseArrivesBeforeClose() {
        // The client is still sending: closing immediately would reset the connection and lose the response.
        assertRefused("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000), 413);
    }

    @Test
    void body_atTheLimit_isAccepted() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\n" + "x".repeat(3_000));

            assertThat(http.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon here\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET xadmin HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u001b[31m HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            })
    void request_notHttp_returns400(String request) {
        assertRefused(request, 400);
    }

    @Test
    void request_incompleteAfterTimeLimit_returns408() {
        var times = HttpTimes.all(TestServer.PATIENT).withBody(TestServer.SHORT);
        try (var server = TestServer.start(TestServer.settings(times), MIRROR);
                var http = server.connect()) {
            http.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhell");

            assertThat(http.read().status()).isEqualTo(408);
            assertThat(http.socket().awaitEnd()).isEqualTo(End.FINISHED);
        }
    }

    @Test
    void connection_sendingNothing_isClosed() {
        try (var server = TestServer.start(TestServer.settings(TestServer.SHORT, TestServer.PATIENT), MIRROR);
                var http = server.connect()) {
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void handler_throwing_returns500AndConnectionContinues() {
        try (var server = TestServer.start(exchange -> {
                    if (exchange.request().path().equals("/bug")) {
                        throw new IllegalStateException("on purpose");
                    }
                    MIRROR.handle(exchange);
                });
                var http = server.connect()) {
            http.send(RawHttp.request("GET /bug") + RawHttp.request("GET /next"));

            assertThat(http.read().status()).isEqualTo(500);
            assertThat(http.read().status()).isEqualTo(200);
        }
    }

    @Test
    void handler_notResponding_returns503() {
        var times = HttpTimes.all(TestServer.SHORT).withHandshake(TestServer.BRIEF);
        try (var server = TestServer.start(TestServer.settings(times), exchange -> {});
                var plain = server.connect();
                var handshake = server.connect()) {
            plain.send(RawHttp.request("GET /"));
            handshake.send(Handshake.request("/"));

            assertThat(plain.read().status()).isEqualTo(503);
            assertThat(handshake.read().status()).isEqualTo(503);
        }
    }

    @Test
    void expectContinue_isAnswered() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(100);
            http.send("hi");

            assertThat(http.read().text()).isEqualTo("POST / [] hi");
        }
    }

    private static void assertRefused(String request, int status) {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send(request);

            assertThat(http.read().status()).isEqualTo(status);
            assertThat(http.socket().awaitEnd()).isEqualTo(End.FINISHED);
        }
    }

    private static HttpExchange next(BlockingQueue<HttpExchange> waiting) throws InterruptedException {
        var exchange = waiting.poll(60, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return Objects.requireNonNull(exchange);
    }
}
