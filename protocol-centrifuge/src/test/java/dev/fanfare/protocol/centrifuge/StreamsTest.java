package dev.fanfare.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.app.TestStream;
import java.net.URLEncoder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Emulated and unidirectional clients. */
class StreamsTest {
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";

    private final CentrifugeServer server = new CentrifugeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void httpStream_acceptsEmulationRequests() {
        var stream = httpStream(CONNECT + "\n{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}");
        assertThat(stream.head().status()).isEqualTo(200);
        assertThat(stream.head().header("cache-control").orElseThrow()).contains("no-store");
        var connected = json(stream.receiveLine()).get("connect");
        assertThat(stream.receiveLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");

        assertThat(emulate(connected, "{\"id\":3,\"publish\":{\"channel\":\"plain\",\"data\":{\"a\":1}}}"))
                .isEqualTo(204);

        assertThat(stream.receiveLine() + stream.receiveLine())
                .contains("{\"id\":3,\"publish\":{}}", "\"data\":{\"a\":1}");
    }

    @Test
    void sse_firstCommands_inQueryOrBody() {
        var byQuery = server.transport.stream(Centrifuge.SSE + "?cf_connect=" + URLEncoder.encode(CONNECT, UTF_8));
        var byBody = server.transport.stream("POST", Centrifuge.SSE, CONNECT.getBytes(UTF_8));

        assertThat(byQuery.head().header("content-type")).contains("text/event-stream");
        assertThat(byQuery.receiveTo("\r\n")).isEqualTo("\r\n");
        assertThat(event(byQuery)).startsWith("{\"id\":1,\"connect\":{\"client\":\"");
        assertThat(byBody.receiveTo("\r\n")).isEqualTo("\r\n");
        assertThat(event(byBody)).contains("\"session\":\"", "\"node\":\"");
        assertThat(server.transport.get(Centrifuge.SSE).status()).isEqualTo(400);
    }

    @Test
    void stream_end_isPrecededByDisconnectPush() {
        var stream = httpStream(CONNECT);
        var connected = json(stream.receiveLine()).get("connect");
        emulate(connected, "{\"id\":2,\"connect\":{}}");

        assertThat(stream.receiveLine())
                .isEqualTo("{\"push\":{\"disconnect\":{\"code\":3501,\"reason\":\"bad request\"}}}");
        assertThat(stream.awaitEnd()).isTrue();
    }

    @Test
    void stream_pongs_arriveByEmulation() {
        var stream = httpStream(CONNECT);
        var connected = json(stream.receiveLine()).get("connect");
        server.transport.advance(Duration.ofMillis(13_500));
        assertThat(stream.receiveLine()).isEqualTo("{}");
        emulate(connected, "{}");
        server.transport.advance(Duration.ofSeconds(25));
        assertThat(stream.receiveLine()).isEqualTo("{}");
        server.transport.advance(Duration.ofSeconds(11));

        assertThat(stream.receiveLine()).contains("\"code\":3012");
    }

    @Test
    void emulation_invalidRequests_getStatusCodes() {
        assertThat(server.transport.post(Centrifuge.EMULATION, "{").status()).isEqualTo(400);
        assertThat(server.transport.post(Centrifuge.EMULATION, "{}").status()).isEqualTo(400);
        assertThat(server.transport
                        .post(Centrifuge.EMULATION, "x".repeat(65_537))
                        .status())
                .isEqualTo(413);
        assertThat(server.transport
                        .post(Centrifuge.EMULATION, "{\"node\":\"unknown\",\"session\":\"s\",\"data\":\"{}\"}")
                        .status())
                .isEqualTo(404);
        var self = server.node.topics().self();
        assertThat(server.transport
                        .post(
                                Centrifuge.EMULATION,
                                "{\"node\":\"" + self + "\",\"session\":\"unknown\",\"data\":\"{}\"}")
                        .status())
                .isEqualTo(204);
        assertThat(server.transport.get(Centrifuge.EMULATION).status()).isEqualTo(405);
        assertThat(server.transport
                        .request("OPTIONS", Centrifuge.EMULATION, new byte[0])
                        .status())
                .isEqualTo(204);
    }

    @Test
    void emulation_sessionTooLong_isRejected() {
        var session = "\ud83d\ude00".repeat(15_000);

        assertThat(server.transport
                        .post(Centrifuge.EMULATION, "{\"node\":\"n\",\"session\":\"" + session + "\",\"data\":\"{}\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void emulation_endedSession_discardsCommands() {
        var stream = httpStream(CONNECT);
        var connected = json(stream.receiveLine()).get("connect");
        stream.leave();
        server.transport.advance(Duration.ZERO);

        assertThat(emulate(connected, "{\"id\":2,\"publish\":{\"channel\":\"kept\",\"data\":1}}"))
                .isEqualTo(204);

        var history = JsonCommandsTest.ask(server.connect(), "{\"id\":2,\"history\":{\"channel\":\"kept\"}}");
        assertThat(history).contains("\"offset\":0");
    }

    @Test
    void unidirectional_requestedChannels_sendBarePushes() {
        var wish = "{\"subs\":{\"plain\":{}}}";
        var sse = server.transport.stream(Centrifuge.UNI_SSE + "?cf_connect=" + URLEncoder.encode(wish, UTF_8));
        var lines = server.transport.stream("POST", Centrifuge.UNI_HTTP_STREAM, wish.getBytes(UTF_8));
        var socket = server.transport.connect(Centrifuge.UNI_WEBSOCKET);
        socket.sendText(wish);
        assertThat(sse.receiveTo("\r\n")).isEqualTo("\r\n");
        assertThat(event(sse)).startsWith("{\"connect\":{\"client\":\"").contains("\"subs\":{\"plain\":{}}");
        assertThat(lines.receiveLine())
                .startsWith("{\"connect\":")
                .contains("\"ping\":25")
                .doesNotContain("\"pong\"");
        assertThat(socket.receiveText()).startsWith("{\"connect\":");

        server.publish("plain", "[1,\n2]");

        var push = "{\"channel\":\"plain\",\"pub\":{\"data\":[1,2]}}";
        assertThat(event(sse)).isEqualTo(push);
        assertThat(lines.receiveLine()).isEqualTo(push);
        assertThat(socket.receiveText()).isEqualTo(push);
    }

    @Test
    void unidirectional_needsNeitherConnectNorPongs() {
        var sse = server.transport.stream(Centrifuge.UNI_SSE);
        assertThat(sse.receiveTo("\r\n")).isEqualTo("\r\n");
        assertThat(event(sse)).startsWith("{\"connect\":");
        server.transport.advance(Duration.ofMillis(13_500));
        assertThat(event(sse)).isEqualTo("{}");
        server.transport.advance(Duration.ofSeconds(25));

        assertThat(event(sse)).isEqualTo("{}");
    }

    @Test
    void unidirectional_invalidMessages_areRejected() {
        assertThat(server.transport.post(Centrifuge.UNI_HTTP_STREAM, "[").status())
                .isEqualTo(400);
        assertThat(server.transport.get(Centrifuge.UNI_HTTP_STREAM).status()).isEqualTo(405);
        var socket = server.transport.connect(Centrifuge.UNI_WEBSOCKET + "?cf_connect=%7B%7D");
        socket.receiveText();
        socket.sendText("{\"id\":1,\"publish\":{\"channel\":\"plain\",\"data\":1}}");
        assertThat(socket.receiveClose().code()).isEqualTo(3501);
    }

    @Test
    void init_respondsWithEmptyObject() {
        assertThat(server.transport.get(Centrifuge.INIT).text()).isEqualTo("{}");
    }

    private TestStream httpStream(String commands) {
        return server.transport.stream("POST", Centrifuge.HTTP_STREAM, commands.getBytes(UTF_8));
    }

    private int emulate(JsonNode connected, String commands) {
        return server.emulate(connected, commands);
    }

    /** Receives the data of the next event. */
    private static String event(TestStream stream) {
        var event = stream.receiveEvent();
        assertThat(event).startsWith("data: ");
        return event.substring("data: ".length());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
