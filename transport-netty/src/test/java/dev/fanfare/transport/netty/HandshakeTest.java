package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.testkit.client.UpgradeRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake over real sockets (RFC 6455, 4.2). */
class HandshakeTest {
    private static final String LAWFUL = Handshake.request("/");

    @Test
    void handshake_exampleOfRfc6455_returnsExpectedAcceptKey() {
        var response = answer(LAWFUL);

        assertThat(response.status()).isEqualTo(101);
        assertThat(response.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(response.header("upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(response.header("connection")).isEqualToIgnoringCase("upgrade");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPGRADE: WebSocket\r\nCONNECTION: upgrade\r\n",
                "upgrade: WEBSOCKET\r\nconnection: keep-alive, UpGrade\r\n",
                "Upgrade: h2c, websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n",
                "Upgrade:websocket\r\nConnection: ,Upgrade ,\r\n"
            })
    void handshake_tokensInAnyCaseAndList_isAccepted(String tokens) {
        var request = LAWFUL.replace("Upgrade: websocket\r\nConnection: Upgrade\r\n", tokens);

        assertThat(answer(request).status()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Host: localhost",
                "Connection: Upgrade",
            })
    void handshake_missingField_returns400(String line) {
        assertThat(answer(LAWFUL.replace(line + "\r\n", "")).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64!", "dGhlIHNhbXBsZSBub25jZSEh"})
    void handshake_invalidKey_returns400(String key) {
        assertThat(answer(LAWFUL.replace(Handshake.KEY, key)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: other\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"})
    void handshake_duplicateField_returns400(String line) {
        assertThat(answer(LAWFUL.replace("\r\n\r\n", "\r\n" + line + "\r\n")).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "8", "", "13, 8", "013"})
    void handshake_otherVersion_returns426WithVersion(String version) {
        var response = answer(LAWFUL.replace("Version: 13", "Version: " + version));

        assertThat(response.status()).isEqualTo(426);
        assertThat(response.header("sec-websocket-version")).isEqualTo("13");
    }

    @Test
    void handshake_missingVersion_returns426WithVersion() {
        var response = answer(LAWFUL.replace("Sec-WebSocket-Version: 13\r\n", ""));

        assertThat(response.status()).isEqualTo(426);
        assertThat(response.header("sec-websocket-version")).isEqualTo("13");
    }

    @Test
    void handshake_post_returns405() {
        assertThat(answer(LAWFUL.replace("GET", "POST")).status()).isEqualTo(405);
    }

    @Test
    void handshake_http10_returns400() {
        // RFC 6455, 4.1: the HTTP version is at least 1.1.
        assertThat(answer(LAWFUL.replace("HTTP/1.1", "HTTP/1.0")).status()).isEqualTo(400);
    }

    @Test
    void handshake_refused_returnsResponse() {
        try (var server = TestServer.start(
                exchange -> exchange.respond(HttpResponse.text(418, "no coffee").with("x-why", "teapot")))) {
            assertThatThrownBy(server::open).isInstanceOfSatisfying(UpgradeRefusedException.class, refused -> {
                assertThat(refused.status()).isEqualTo(418);
                assertThat(refused.response().text()).isEqualTo("no coffee");
                assertThat(refused.response().header("x-why")).isEqualTo("teapot");
            });
        }
    }

    @Test
    void handshake_refused_closesConnection() {
        try (var server = TestServer.start(exchange -> exchange.respond(HttpResponse.text(403, "no")));
                var http = server.connect()) {
            http.send(LAWFUL);

            assertThat(http.read().status()).isEqualTo(403);
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void upgrade_withHeaders_addsThemToThe101() {
        var listener = new RecordingListener();
        try (var server = TestServer.start(
                        exchange -> exchange.upgrade(Headers.of("sec-websocket-protocol", "chat"), connection -> {
                            listener.opened(connection);
                            return listener;
                        }));
                var http = server.connect()) {
            http.send(LAWFUL);

            assertThat(http.read().header("sec-websocket-protocol")).isEqualTo("chat");
        }
    }

    @Test
    void upgrade_ordinaryRequest_throws() {
        var listener = new RecordingListener();
        try (var server = TestServer.start(exchange -> TestServer.upgrade(exchange, listener))) {
            assertThat(RawHttp.exchange(server.address(), "GET /").status()).isEqualTo(500);
        }
    }

    @Test
    void upgrade_failingListener_closesConnection() {
        try (var server = TestServer.start(exchange -> exchange.upgrade(Headers.empty(), connection -> {
                    throw new IllegalStateException("intended");
                }));
                var http = server.connect()) {
            http.send(LAWFUL + latin1(ClientFrame.text("early")));

            assertThat(http.read().status()).isEqualTo(101);
            assertThat(http.socket().readToEnd()).isEmpty();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void frames_afterHandshake_areDeliveredAfterLaterAccept() {
        var listener = new EchoListener();
        var waiting = new CompletableFuture<HttpExchange>();
        try (var server = TestServer.start(waiting::complete);
                var http = server.connect()) {
            http.send(LAWFUL);
            http.socket().send(RawWebSocket.join(ClientFrame.text("one"), ClientFrame.text("two")));
            var exchange = join(waiting);
            exchange.loop().execute(() -> TestServer.upgrade(exchange, listener));
            var client = RawWebSocket.accepted(http);

            client.send("three");

            assertThat(client.receiveText()).isEqualTo("one");
            assertThat(client.receiveText()).isEqualTo("two");
            assertThat(client.receiveText()).isEqualTo("three");
        }
    }

    @Test
    void frames_inPacketOfHandshake_areDeliveredAfterAccept() {
        var listener = new EchoListener();
        var waiting = new CompletableFuture<HttpExchange>();
        try (var atOnce = TestServer.of(new EchoListener());
                var later = TestServer.start(waiting::complete);
                var first = atOnce.connect();
                var second = later.connect()) {
            first.send(LAWFUL + latin1(ClientFrame.text("early")));
            second.send(LAWFUL + latin1(ClientFrame.text("early")));
            var exchange = join(waiting);
            exchange.loop().execute(() -> TestServer.upgrade(exchange, listener));

            assertThat(RawWebSocket.accepted(first).receiveText()).isEqualTo("early");
            assertThat(RawWebSocket.accepted(second).receiveText()).isEqualTo("early");
        }
    }

    @Test
    void pauseReading_duringUpgrade_holdsBackLaterInput() {
        var listener = new RecordingListener() {
            @Override
            protected void opened(Connection opened) {
                super.opened(opened);
                opened.pauseReading();
            }
        };
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.send("held back");
            // Another connection on the same loop, so that the loop has had an opportunity to read.
            assertThat(RawHttp.exchange(server.address(), "GET /other").status())
                    .isEqualTo(200);
            assertThat(RawHttp.exchange(server.address(), "GET /other").status())
                    .isEqualTo(200);
            assertThat(listener.waitingMessages()).isEmpty();

            listener.onLoop(connection -> {
                connection.resumeReading();
                return true;
            });

            assertThat(listener.nextMessage().text()).isEqualTo("held back");
        }
    }

    @Test
    void client_disconnectsBeforeAccept_isLostOrNeverOpened() {
        var listener = new RecordingListener();
        var waiting = new CompletableFuture<HttpExchange>();
        var late = new CompletableFuture<Boolean>();
        try (var server = TestServer.start(waiting::complete);
                var http = server.connect()) {
            http.send(LAWFUL);
            var exchange = join(waiting);
            http.socket().reset();

            // Some backends report the end while reading is paused, others do not.
            exchange.loop().execute(() -> {
                late.complete(exchange.isAnswered());
                if (!exchange.isAnswered()) {
                    TestServer.upgrade(exchange, listener);
                }
            });

            if (!late.orTimeout(60, TimeUnit.SECONDS).join()) {
                assertThat(listener.closeReason().code()).isEqualTo(1006);
            }
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void message_afterTheHandshake_isText() {
        var listener = new RecordingListener();
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            listener.send(Payload.text("hello"));

            assertThat(client.receiveText()).isEqualTo("hello");
        }
    }

    private static RawResponse answer(String request) {
        try (var server = TestServer.of(new RecordingListener());
                var http = server.connect()) {
            http.send(request);
            return http.read();
        }
    }

    private static HttpExchange join(CompletableFuture<HttpExchange> waiting) {
        return waiting.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static String latin1(ClientFrame frame) {
        return new String(frame.bytes(), StandardCharsets.ISO_8859_1);
    }
}
