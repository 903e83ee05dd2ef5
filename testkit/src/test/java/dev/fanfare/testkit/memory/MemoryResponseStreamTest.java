package dev.fanfare.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streaming responses of the memory transport behave like those over sockets. */
class MemoryResponseStreamTest {
    private static final StreamFormat FORMAT = new StreamFormat(
            ServerSentEvents.FRAMING,
            reason -> Optional.of(Frame.of(("data: bye " + reason.code() + "\n\n").getBytes(StandardCharsets.UTF_8))));

    private final MemoryTransport memory = new MemoryTransport();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Connection last;

    @BeforeEach
    void listen() {
        memory.listen(InetSocketAddress.createUnresolved("localhost", 80), this::handle);
    }

    @AfterEach
    void stop() {
        memory.close();
    }

    @Test
    void stream_parts_areReadAsTheyArrive() {
        try (var client = memory.stream("/")) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.head().header("content-type")).contains("text/event-stream");
            assertThat(client.receiveLine()).isEqualTo("\r");
            send("one");
            assertThat(client.receiveEvent()).isEqualTo("data: one");
            send("zwei\nüber drei");
            assertThat(client.receiveEvent()).isEqualTo("data: zwei\ndata: über drei");
        }
    }

    @Test
    void stream_idle_hasNoTimeLimit() {
        try (var client = memory.stream("/")) {
            memory.advance(Duration.ofHours(1));
            send("still here");
            assertThat(client.receiveEvent()).endsWith("data: still here");
        }
    }

    @Test
    void close_stream_sendsClosingFrameAndEndsBody() {
        try (var client = memory.stream("/")) {
            close(4000);
            close(4001);
            send("too late");
            assertThat(client.receiveRest()).isEqualTo("\r\ndata: bye 4000\n\n");
            assertThat(client.awaitEnd()).isTrue();
            assertThat(events).containsExactly("closed 4000");
            assertThat(memory.awaitClosed(Duration.ofSeconds(1))).isTrue();
        }
    }

    @Test
    void close_clientReadsNothing_endsInTime() {
        try (var client = memory.stream("/")) {
            client.stall();
            close(4000);
            assertThat(memory.awaitClosed(Duration.ofSeconds(4))).isFalse();
            assertThat(memory.awaitClosed(Duration.ofSeconds(1))).isTrue();
            assertThat(client.awaitEnd()).isFalse();
            assertThat(events).containsExactly("closed 1006");
        }
    }

    @Test
    void client_stalls_isNotWritableUntilItReads() {
        try (var client = memory.stream("/")) {
            client.stall();
            onLoop(connection -> {
                while (connection.isWritable()) {
                    write(connection, "x".repeat(10_000));
                }
                events.add("full");
            });
            client.resume();
            memory.advance(Duration.ZERO);
            assertThat(events).containsExactly("full", "writable");
            assertThat(client.receiveEvent()).endsWith("x");
        }
    }

    @Test
    void client_leaves_isLostOnce() {
        var client = memory.stream("/");
        client.leave();
        client.leave();
        close(4000);
        assertThat(client.awaitEnd()).isFalse();
        memory.advance(Duration.ZERO);
        assertThat(events).containsExactly("closed 1006");
        assertThat(memory.awaitClosed(Duration.ZERO)).isTrue();
    }

    @Test
    void close_transport_breaksStreams() {
        try (var client = memory.stream("/")) {
            memory.close();
            assertThat(client.awaitEnd()).isFalse();
            assertThat(events).containsExactly("closed 1006");
            assertThatThrownBy(() -> client.receiveTo("never")).hasMessageContaining("the stream is over");
        }
    }

    @Test
    void request_stream_isAnsweredAtItsEnd() {
        var response = memory.get("/closing");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("\r\ndata: bye 4002\n\n");
    }

    @Test
    void stream_ordinaryResponse_isItsBody() {
        try (var client = memory.stream("/plain")) {
            assertThat(client.receiveRest()).isEqualTo("plain");
            assertThat(client.head().header("content-length")).contains("5");
        }
    }

    @Test
    void stream_headRequest_hasNoBody() {
        try (var client = memory.stream("HEAD", "/", new byte[0])) {
            assertThat(client.receiveRest()).isEmpty();
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(events).containsExactly("closed 1006");
        }
    }

    private void handle(HttpExchange exchange) {
        if (exchange.request().path().equals("/plain")) {
            exchange.respond(HttpResponse.text(200, "plain"));
            return;
        }
        var head = HttpResponse.of(200, "text/event-stream", "\r\n".getBytes(StandardCharsets.US_ASCII));
        exchange.stream(head, FORMAT, connection -> {
            last = connection;
            if (exchange.request().path().equals("/closing")) {
                connection.close(new CloseReason(4002, ""));
            }
            return new Listener();
        });
    }

    private void send(String text) {
        onLoop(connection -> write(connection, text));
    }

    private void close(int code) {
        onLoop(connection -> connection.close(new CloseReason(code, "")));
    }

    private void onLoop(Consumer<Connection> action) {
        var connection = Objects.requireNonNull(last);
        connection.loop().execute(() -> action.accept(connection));
    }

    private static void write(Connection connection, String text) {
        try (var batch = connection.loop().join(List.of(connection.framing().message(Payload.text(text))))) {
            connection.write(batch);
        }
    }

    private final class Listener implements ConnectionListener {
        @Override
        public void onMessage(Payload message) {
            events.add("message");
        }

        @Override
        public void onPong() {
            events.add("pong");
        }

        @Override
        public void onReadComplete() {
            events.add("read complete");
        }

        @Override
        public void onWritable() {
            events.add("writable");
        }

        @Override
        public void onClosed(CloseReason reason) {
            events.add("closed " + reason.code());
        }
    }
}
