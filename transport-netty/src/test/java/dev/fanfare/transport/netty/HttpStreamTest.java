package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpResponse;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Responses that go on, over real sockets (RFC 9112, 7.1). */
class HttpStreamTest {
    private static final StreamFormat FORMAT = StreamFormat.of(ServerSentEvents.FRAMING)
            .withFarewell(reason -> Optional.of(frame("event: bye\ndata: " + reason.code() + "\n\n")));

    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final RecordingListener listener = new RecordingListener();
    /** Of the next stream. */
    private volatile RecordingListener next = listener;

    @Test
    void stream_whenBegun_sendsHeadAndThenEachMessageAsAChunk() {
        try (var server = start();
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
    void stream_isReadLineByLineByTheClientOfTheJdk() {
        try (var server = start();
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
    void stream_ofABatchThatManyShare_arrivesAtAll() {
        int count = 20;
        var connections = new CopyOnWriteArrayList<Connection>();
        var clients = new ArrayList<RawHttp>();
        try (var server = TestServer.start(exchange -> stream(exchange, connection -> {
            connections.add(connection);
            return listenerOf(connection);
        }))) {
            for (int i = 0; i < count; i++) {
                var http = server.connect();
                clients.add(http);
                http.send(RawHttp.request("GET /"));
                http.readHead();
                http.readChunk();
            }
            var loop = connections.getFirst().loop();
            loop.execute(() -> {
                try (var batch = loop.join(List.of(frame("shared "), frame("by all")))) {
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
    void write_ofNoBytes_isNoLastChunk() {
        try (var server = start();
                var http = server.connect()) {
            begin(http);
            listener.onLoop(connection -> {
                RecordingListener.write(connection, frame(""));
                RecordingListener.write(connection, frame("on"));
                return true;
            });

            assertThat(http.readChunk()).asString().isEqualTo("on");
        }
    }

    @Test
    void close_sendsTheFarewellAndEndsTheBodyInOrder() {
        try (var server = start();
                var http = server.connect()) {
            begin(http);
            listener.send(Payload.text("last"));
            listener.close(3001, "shutdown");
            listener.close(3002, "too late");
            listener.send(Payload.text("later still"));

            assertThat(http.readChunk()).asString().isEqualTo("data: last\n\n");
            assertThat(http.readChunk()).asString().isEqualTo("event: bye\ndata: 3001\n\n");
            assertThat(http.socket().readToEnd()).asString().isEqualTo(LAST_CHUNK);
            http.socket().close();
            assertThat(listener.closeReason()).isEqualTo(new CloseReason(3001, "shutdown"));
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void close_whileTheListenerIsMade_endsTheBodyInOrder() {
        try (var server = TestServer.start(exchange -> stream(exchange, connection -> {
                    listener.opened(connection);
                    connection.close(new CloseReason(4003, ""));
                    return listener;
                }));
                var http = server.connect()) {
            http.send(RawHttp.request("GET /"));

            assertThat(http.read().text()).isEqualTo("\r\nevent: bye\ndata: 4003\n\n");
            http.socket().close();
            assertThat(listener.closeReason().code()).isEqualTo(4003);
        }
    }

    @Test
    void close_ofAClientThatTakesItAndStays_isOverInTime() {
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.SHORT),
                        exchange -> stream(exchange, this::opened));
                var http = server.connect()) {
            begin(http);
            listener.close(4000, "");

            assertThat(listener.closeReason().code()).isEqualTo(4000);
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void close_ofAClientThatReadsNothing_isOverInTime() {
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.SHORT),
                        exchange -> stream(exchange, this::opened));
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            begin(http);
            fill();
            listener.close(4000, "");

            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void stream_whoseClientStopsReading_isNotWritableUntilItReadsOn() {
        try (var server = start();
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            begin(http);
            int sent = fill();
            assertThat(listener.timesWritable()).isZero();

            for (int i = 0; i < sent; i++) {
                assertThat(http.readChunk()).hasSizeGreaterThan(32 * 1024);
            }

            await().untilAsserted(() -> assertThat(listener.timesWritable()).isEqualTo(1));
            assertThat(listener.onLoop(Connection::isWritable)).isTrue();
        }
    }

    @Test
    void client_thatLeaves_isNoticedAtOnceAndOnce() {
        try (var server = start();
                var http = server.connect();
                var crashing = server.connect()) {
            begin(http);
            http.socket().close();
            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());

            var second = new RecordingListener();
            next = second;
            begin(crashing);
            crashing.socket().reset();
            assertThat(second.closeReason()).isEqualTo(CloseReason.lost());
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void client_thatLeavesWithMuchUnread_isLost() {
        try (var server = start();
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            begin(http);
            fill();
            http.socket().reset();

            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
        }
    }

    @Test
    void quietStream_isEndedByNoTimeLimit() {
        var brief = TestServer.SHORT;
        try (var server = TestServer.start(
                        TestServer.settings(brief, brief), exchange -> stream(exchange, this::opened));
                var http = server.connect()) {
            begin(http);
            // Every limit of a connection that asks nothing strikes meanwhile, twice.
            for (int i = 0; i < 2; i++) {
                try (var idle = server.connect()) {
                    assertThat(idle.socket().readToEnd()).isEmpty();
                }
            }
            listener.send(Payload.text("still here"));

            assertThat(http.readChunk()).asString().isEqualTo("data: still here\n\n");
        }
    }

    @Test
    void stopListening_leavesStreamsAlone() {
        try (var server = start();
                var http = server.connect()) {
            begin(http);
            server.transport().stopListening();
            listener.send(Payload.text("still here"));

            assertThat(http.readChunk()).asString().isEqualTo("data: still here\n\n");
            listener.close(4000, "");
            assertThat(http.readChunk()).asString().contains("4000");
            http.socket().close();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void bytesBehindTheRequest_areIgnored_andTooManyEndTheStream() {
        try (var server = start();
                var http = server.connect()) {
            http.send(RawHttp.request("GET /") + RawHttp.request("GET /ahead").repeat(10) + "no HTTP at all");
            http.readHead();
            http.readChunk();
            http.send("more of it");
            listener.send(Payload.text("on"));
            assertThat(http.readChunk()).asString().isEqualTo("data: on\n\n");

            http.send("x".repeat(70_000));
            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
        }
    }

    @Test
    void stream_toHttp10_endsWithTheConnection() {
        try (var server = start();
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
    void stream_ofAHeadRequest_isItsHeadAndNothingElse() {
        try (var server = start();
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
    void stream_ofAnExchangeThatIsAnswered_isAMistakeOfTheProgram() {
        var failure = new CompletableFuture<Throwable>();
        try (var server = TestServer.start(exchange -> {
            exchange.respond(HttpResponse.text(200, "done"));
            try {
                stream(exchange, this::opened);
            } catch (IllegalStateException mistake) {
                failure.complete(mistake);
            }
        })) {
            assertThat(RawHttp.exchange(server.address(), "GET /").text()).isEqualTo("done");
            assertThat(failure.join()).hasMessageContaining("/ was answered already");
        }
    }

    @Test
    void stream_thatBeginsLater_andAfterAnotherRequest_works() {
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
            exchange.loop().execute(() -> stream(exchange, this::opened));
            http.readHead();
            http.readChunk();
            listener.send(Payload.text("one"));

            assertThat(http.readChunk()).asString().isEqualTo("data: one\n\n");
        }
    }

    private TestServer start() {
        return TestServer.start(exchange -> stream(exchange, this::opened));
    }

    private ConnectionListener opened(Connection connection) {
        var listening = next;
        listening.opened(connection);
        return listening;
    }

    private static void stream(HttpExchange exchange, Function<Connection, ConnectionListener> listeners) {
        var head = HttpResponse.of(200, "text/event-stream", "\r\n".getBytes(StandardCharsets.US_ASCII));
        exchange.stream(head, FORMAT, listeners);
    }

    private static RecordingListener listenerOf(Connection connection) {
        var listener = new RecordingListener();
        listener.opened(connection);
        return listener;
    }

    private static void begin(RawHttp http) {
        http.send(RawHttp.request("GET /"));
        http.readHead();
        http.readChunk();
    }

    /** Sends until no more is taken; the number of messages. */
    private int fill() {
        int sent = 0;
        while (listener.onLoop(Connection::isWritable)) {
            listener.send(Payload.text("x".repeat(32 * 1024)));
            sent++;
        }
        return sent;
    }

    private static Frame frame(String text) {
        return Frame.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
