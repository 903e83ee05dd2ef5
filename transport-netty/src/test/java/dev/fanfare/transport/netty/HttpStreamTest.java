package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.RawFraming;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawSocket.End;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Streaming responses over real sockets (RFC 9112, 7.1). */
class HttpStreamTest {
    private final RecordingListener listener = new RecordingListener();

    @Test
    void stream_started_sendsHeadAndOneChunkPerMessage() {
        try (var server = StreamServer.start(listener);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /"));
            var head = http.readHead();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).isEqualTo("text/event-stream");
            assertThat(head.header("transfer-encoding")).isEqualTo("chunked");
            assertThat(head.header("connection")).isEqualTo("close");
            assertThat(head.header("content-length")).isEmpty();
            assertThat(head.header("date")).endsWith("GMT");
            assertThat(http.readChunk()).asString().isEqualTo("\r\n");

            listener.send(Payload.text("one"));
            assertThat(http.readChunk()).asString().isEqualTo("data: one\n\n");
            listener.send(Payload.text("zwei\nüber drei"));
            assertThat(new String(http.readChunk(), StandardCharsets.UTF_8))
                    .isEqualTo("data: zwei\ndata: über drei\n\n");
        }
    }

    @Test
    void stream_jdkClient_readsLines() {
        try (var server = StreamServer.start(listener);
                var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://localhost:" + server.address().getPort() + "/");
            var request = HttpRequest.newBuilder(uri).build();
            var lines = client.sendAsync(request, BodyHandlers.ofLines())
                    .join()
                    .body()
                    .iterator();

            assertThat(lines.next()).isEmpty();
            listener.send(Payload.text("one"));
            assertThat(lines.next()).isEqualTo("data: one");
            assertThat(lines.next()).isEmpty();
            listener.close(4000, "");
            assertThat(lines.next()).isEqualTo("event: bye");
            assertThat(lines.next()).isEqualTo("data: 4000");
            assertThat(lines.next()).isEmpty();
            assertThat(lines.hasNext()).isFalse();
            assertThat(listener.closeReason()).isEqualTo(new CloseReason(4000, ""));
        }
    }

    @Test
    void stream_sharedBatch_reachesEveryClient() {
        int count = 20;
        var connections = new CopyOnWriteArrayList<Connection>();
        var clients = new ArrayList<RawHttp>();
        try (var server = TestServer.start(exchange -> StreamServer.stream(exchange, new RecordingListener() {
            @Override
            protected void opened(Connection opened) {
                super.opened(opened);
                connections.add(opened);
            }
        }))) {
            for (int i = 0; i < count; i++) {
                var http = server.connect();
                clients.add(http);
                StreamServer.begin(http);
            }
            var loop = connections.getFirst().loop();
            loop.execute(() -> {
                try (var batch = loop.join(List.of(StreamServer.frame("shared "), StreamServer.frame("by all")))) {
                    connections.forEach(connection -> connection.write(batch));
                }
            });

            for (var http : clients) {
                assertThat(http.readChunk()).asString().isEqualTo("shared by all");
            }
        } finally {
            clients.forEach(RawHttp::close);
        }
    }

    @Test
    void close_withClosingFrame_sendsItBeforeTheEnd() {
        try (var server = StreamServer.start(listener)) {
            try (var http = server.connect()) {
                StreamServer.begin(http);
                listener.close(4000, "");
                assertThat(http.readChunk()).asString().isEqualTo("event: bye\ndata: 4000\n\n");
            }
            assertThat(listener.closeReason().code()).isEqualTo(4000);
        }
    }

    /** RFC 9112, 8: a body without its last chunk is incomplete. */
    @Test
    void close_withoutClosingFrame_isCleanForANormalEndOnly() {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT);
        try (var server = TestServer.start(
                settings,
                exchange -> exchange.stream(
                        HttpResponse.of(200, "text/plain", "begun".getBytes(StandardCharsets.US_ASCII)),
                        StreamFormat.of(RawFraming.FRAMING),
                        connection -> {
                            var started = new RecordingListener();
                            started.opened(connection);
                            int code = exchange.request().path().equals("/complete") ? 1000 : 1011;
                            connection.loop().execute(() -> connection.close(new CloseReason(code, "")));
                            return started;
                        }))) {
            assertThat(rest(server, "GET /complete")).endsWith("\r\n0\r\n\r\n");
            assertThat(rest(server, "GET /broken")).endsWith("begun\r\n");
        }
    }

    private static String rest(TestServer server, String request) {
        try (var http = server.connect()) {
            http.send(RawHttp.request(request));
            return new String(http.socket().readToEnd(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void write_emptyBatch_isNotTheLastChunk() {
        try (var server = StreamServer.start(listener);
                var http = server.connect()) {
            StreamServer.begin(http);
            listener.onLoop(connection -> {
                RecordingListener.write(connection, StreamServer.frame(""));
                RecordingListener.write(connection, StreamServer.frame("on"));
                return true;
            });

            assertThat(http.readChunk()).asString().isEqualTo("on");
        }
    }

    @Test
    void stream_clientStopsReading_isNotWritableUntilItContinues() {
        try (var server = StreamServer.start(listener);
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            StreamServer.begin(http);
            int sent = StreamServer.fill(listener);
            int before = listener.timesWritable();

            for (int i = 0; i < sent; i++) {
                assertThat(http.readChunk()).hasSizeGreaterThan(StreamServer.MESSAGE_CHARS);
            }

            await().untilAsserted(() -> assertThat(listener.timesWritable()).isEqualTo(before + 1));
            assertThat(listener.onLoop(Connection::isWritable)).isTrue();
        }
    }

    @Test
    void stream_shedForLackOfMemory_closesWith1013() {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                .withMemory(MemoryLimits.NONE.with(MemoryKind.OUTBOXES, 100_000));
        try (var server = StreamServer.start(settings, listener);
                var http = server.connect()) {
            StreamServer.begin(http);
            listener.onLoop(connection -> connection.memory().hold(MemoryKind.OUTBOXES, 80_000));

            assertThat(http.readChunk()).asString().isEqualTo("event: bye\ndata: 1013\n\n");
            assertThat(listener.closeReason().code()).isEqualTo(1013);
        }
    }

    @Test
    void stream_http10_endsWithTheConnection() {
        try (var server = StreamServer.start(listener);
                var http = server.connect()) {
            http.send("GET / HTTP/1.0\r\n\r\n");
            var head = http.readHead();
            assertThat(head.header("transfer-encoding")).isEmpty();
            assertThat(head.header("connection")).isEqualTo("close");
            listener.send(Payload.text("one"));
            listener.close(4000, "");

            assertThat(http.socket().readToEnd()).asString().isEqualTo("\r\ndata: one\n\nevent: bye\ndata: 4000\n\n");
        }
    }

    @Test
    void stream_headRequest_sendsHeadOnly() {
        try (var server = StreamServer.start(listener);
                var http = server.connect()) {
            http.send(RawHttp.request("HEAD /"));
            var head = http.readHead();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).isEqualTo("text/event-stream");
            assertThat(head.header("content-length")).isEmpty();
            assertThat(http.socket().awaitEnd()).isEqualTo(End.FINISHED);
            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
        }
    }

    @Test
    void stream_afterResponse_throws() {
        var failure = new CompletableFuture<Throwable>();
        try (var server = TestServer.start(exchange -> {
            exchange.respond(HttpResponse.text(200, "done"));
            try {
                StreamServer.stream(exchange, listener);
            } catch (IllegalStateException mistake) {
                failure.complete(mistake);
            }
        })) {
            assertThat(RawHttp.exchange(server.address(), "GET /").text()).isEqualTo("done");
            assertThat(failure.join()).hasMessageContaining("cannot respond to /");
        }
    }

    @Test
    void stream_startedLaterAfterAnotherRequest_works() {
        var waiting = new CompletableFuture<HttpExchange>();
        try (var server = TestServer.start(exchange -> {
                    if (exchange.request().path().equals("/stream")) {
                        waiting.complete(exchange);
                    } else {
                        exchange.respond(HttpResponse.text(200, "first"));
                    }
                });
                var http = server.connect()) {
            http.send(RawHttp.request("GET /") + RawHttp.request("POST /stream", "Content-Length: 2") + "{}");
            assertThat(http.read().text()).isEqualTo("first");
            var exchange = waiting.join();
            exchange.loop().execute(() -> StreamServer.stream(exchange, listener));
            http.readHead();
            http.readChunk();
            listener.send(Payload.text("one"));

            assertThat(http.readChunk()).asString().isEqualTo("data: one\n\n");
        }
    }

    @Test
    void stream_testKitClient_readsMessages() {
        try (var server = StreamServer.start(listener);
                var client = new SocketServer(server.address()).stream("/")) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.receiveLine()).isEqualTo("\r");
            listener.send(Payload.text("one"));
            assertThat(client.receiveEvent()).isEqualTo("data: one");
            listener.close(4000, "");
            assertThat(client.receiveRest()).isEqualTo("event: bye\ndata: 4000\n\n");
            assertThat(listener.closeReason().code()).isEqualTo(4000);
        }
    }

    @Test
    void stream_testKitClientStallsAndDisconnects_isLost() {
        try (var server = StreamServer.start(listener);
                var client = new SocketServer(server.address()).stream("/")) {
            client.stall();
            StreamServer.fill(listener);
            client.leave();
            assertThat(client.awaitEnd()).isFalse();
            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
        }
    }
}
