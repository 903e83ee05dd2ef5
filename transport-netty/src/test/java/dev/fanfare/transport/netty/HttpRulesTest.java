package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.transport.netty.http.HttpLimits;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.http.HttpTimes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of HTTP for origin servers (RFC 9110, RFC 9112), and the time limits. */
class HttpRulesTest {
    private static final Duration BRIEF = TestServer.BRIEF;

    /** Answers with host, path and query. */
    private static final HttpHandler MIRROR = exchange -> exchange.readBody(exchange.maxBodyBytes(), body -> {
        var request = exchange.request();
        exchange.respond(HttpResponse.text(
                200,
                request.headers().first("host").orElse("anonymous") + " " + request.path() + " [" + request.query()
                        + "]"));
    });

    @ParameterizedTest
    @CsvSource({
        "http://there:81/a?b, there:81 /a [b]",
        "HTTPS://there, there / []",
        "http://there?x=/y, there / [x=/y]",
        "http://[::1]:8000/, [::1]:8000 / []",
    })
    void absoluteTarget_withHostField_replacesHost(String target, String answer) {
        // RFC 9112, 3.2.2
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send("GET " + target + " HTTP/1.1\r\nHost: here\r\n\r\n");

            assertThat(http.read().text()).isEqualTo(answer);
        }
    }

    @Test
    void options_asterisk_isAnswered() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n" + RawHttp.request("OPTIONS /path"));

            var response = http.read();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-length")).isEqualTo("0");
            assertThat(http.read().text()).isEqualTo("localhost /path []");
        }
    }

    @Test
    void handshake_otherMethod_returns405WithAllow() {
        try (var server = TestServer.of(new RecordingListener());
                var http = server.connect()) {
            http.send(Handshake.request("/").replace("GET", "PUT"));

            var response = http.read();
            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("allow")).isEqualTo("GET");
        }
    }

    @Test
    void responsesWithoutBody_haveNoLength() {
        // RFC 9110, 8.6 and 15.4.5
        try (var server = TestServer.start(exchange -> exchange.respond(HttpResponse.of(
                        Integer.parseInt(exchange.request().path().substring(1)), Headers.empty(), new byte[0])));
                var http = server.connect()) {
            http.send(RawHttp.request("GET /204") + RawHttp.request("GET /304") + RawHttp.request("GET /200"));

            assertThat(http.read().headers().all("content-length")).isEmpty();
            assertThat(http.read().headers().all("content-length")).isEmpty();
            assertThat(http.read().header("content-length")).isEqualTo("0");
        }
    }

    @Test
    void http10_keepAliveRequested_isKeptAlive() {
        // RFC 9112, 9.3
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");

            var first = http.read();
            assertThat(first.text()).isEqualTo("anonymous /1 []");
            assertThat(first.header("connection")).isEqualTo("keep-alive");
            assertThat(http.read().header("connection")).isEqualTo("close");
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void expectContinue_bodyTooLong_returns413() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3001\r\nExpect: 100-continue\r\n\r\n");

            assertThat(http.read().status()).isEqualTo(413);
        }
    }

    @Test
    void expectContinue_noBodyOrHttp10_isIgnored() {
        try (var server = TestServer.start(MIRROR);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /", "Expect: 100-continue")
                    + "POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\nx");

            assertThat(http.read().status()).isEqualTo(200);
            assertThat(http.read().status()).isEqualTo(200);
        }
    }

    @Test
    void expectation_unknown_returns417() {
        try (var server = TestServer.start(MIRROR)) {
            assertThat(RawHttp.exchange(server.address(), "GET /", "Expect: miracles")
                            .status())
                    .isEqualTo(417);
        }
    }

    @Test
    void requests_upToTheLimit_shareAConnection() {
        var limits = new HttpLimits(1_000, 1_000, 10, 0, 2);
        try (var server = start(new HttpSettings(limits, HttpTimes.DEFAULTS), MIRROR);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /1") + RawHttp.request("GET /2") + RawHttp.request("GET /3"));

            assertThat(http.read().header("connection")).isEqualTo("keep-alive");
            assertThat(http.read().header("connection")).isEqualTo("close");
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void head_pastTimeLimit_returns408() {
        try (var server = start(times(patient().withHandshake(BRIEF)), MIRROR);
                var first = server.connect();
                var later = server.connect()) {
            first.send("GET / HT");
            later.send(RawHttp.request("GET /") + "GET / HTTP/1.1\r\nHost");

            assertThat(first.read().status()).isEqualTo(408);
            assertThat(later.read().status()).isEqualTo(200);
            assertThat(later.read().status()).isEqualTo(408);
        }
    }

    @Test
    void handshakeTime_bodyHandlerOrIdle_isNotLimited() {
        var times = patient().withHandshake(BRIEF);
        HttpHandler slow =
                exchange -> exchange.loop().schedule(BRIEF.plus(TestServer.SHORT), () -> MIRROR.handle(exchange));
        try (var server = start(times(times), slow);
                var http = server.connect();
                var other = server.connect()) {
            http.send("POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n");
            other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
            // Both the response and the body take longer than the handshake may.
            assertThat(other.read().status()).isEqualTo(200);
            http.send("x");
            assertThat(http.read().status()).isEqualTo(200);
            other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
            http.send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(other.read().status()).isEqualTo(200);
            assertThat(http.read().status()).isEqualTo(200);
        }
    }

    @Test
    void bodyAndHandler_pastTimeLimit_return408And503() {
        try (var server = start(
                        times(patient().withBody(TestServer.SHORT).withHandler(TestServer.SHORT)),
                        exchange -> exchange.readBody(1, body -> {}));
                var body = server.connect();
                var handler = server.connect()) {
            body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n");
            handler.send(RawHttp.request("GET /"));

            assertThat(body.read().status()).isEqualTo(408);
            assertThat(handler.read().status()).isEqualTo(503);
        }
    }

    @Test
    void webSocket_notAcceptedInTime_returns503() {
        try (var server = start(times(patient().withHandshake(BRIEF)), exchange -> {});
                var http = server.connect()) {
            http.send(Handshake.request("/"));

            assertThat(http.read().status()).isEqualTo(503);
        }
    }

    @Test
    void connection_idleAfterResponse_isClosed() {
        try (var server = start(times(patient().withIdle(TestServer.SHORT)), MIRROR);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /"));

            assertThat(http.read().status()).isEqualTo(200);
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void response_slowReader_arrivesComplete() {
        int size = 16 << 20;
        var page = HttpResponse.of(200, "application/octet-stream", new byte[size]);
        try (var server = start(times(patient().withResponse(BRIEF)), exchange -> answer(exchange, page));
                var slow = RawHttp.over(RawSocket.connect(server.address(), 64 * 1024));
                var other = server.connect()) {
            slow.send(RawHttp.request("GET /page"));
            assertThat(slow.readHead().status()).isEqualTo(200);
            for (int left = size; left > 0; left -= size / 8) {
                slow.socket().read(size / 8);
                // In total, more time passes than the client may read nothing.
                other.send(RawHttp.request("GET /wait"));
                assertThat(other.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void response_notRead_closesConnection() {
        var page = HttpResponse.of(200, "application/octet-stream", new byte[16 << 20]);
        try (var server = start(times(patient().withResponse(TestServer.SHORT)), exchange -> exchange.respond(page));
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            http.send(RawHttp.request("GET /"));

            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse page) {
        if (exchange.request().path().equals("/page")) {
            exchange.respond(page);
        } else {
            exchange.loop().schedule(TestServer.SHORT, () -> MIRROR.handle(exchange));
        }
    }

    private static HttpTimes patient() {
        return HttpTimes.all(TestServer.PATIENT);
    }

    private static HttpSettings times(HttpTimes times) {
        return HttpSettings.DEFAULTS.withTimes(times);
    }

    private static TestServer start(HttpSettings http, HttpHandler handler) {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT);
        return TestServer.start(
                new NettySettings(settings.backend(), settings.loops(), http, settings.webSocket()), handler);
    }
}
