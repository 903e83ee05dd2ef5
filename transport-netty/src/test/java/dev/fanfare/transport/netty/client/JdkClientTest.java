package dev.fanfare.transport.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.transport.netty.EchoListener;
import dev.fanfare.transport.netty.TestServer;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The WebSocket client of the JDK, which does not support compression. */
class JdkClientTest {
    private final EchoListener listener = new EchoListener();
    private final TestServer server = TestServer.of(listener);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Received received = new Received();
    private final WebSocket socket = http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + server.address().getPort() + "/"), received)
            .orTimeout(60, TimeUnit.SECONDS)
            .join();

    @AfterEach
    void stop() {
        socket.abort();
        http.shutdownNow();
        server.close();
    }

    @Test
    void texts_wholeAndInFragments_roundTrip() {
        await(socket.sendText("gr\u00fc\u00dfe \ud83d\ude00", true));
        assertThat(received.next()).isEqualTo("text gr\u00fc\u00dfe \ud83d\ude00");

        await(socket.sendText("", false));
        await(socket.sendText("a".repeat(50_000), false));
        await(socket.sendText("b", true));
        assertThat(received.next()).isEqualTo("text " + "a".repeat(50_000) + "b");
    }

    @Test
    void bytes_sent_roundTrip() {
        await(socket.sendBinary(ByteBuffer.allocate(70_000), true));

        assertThat(received.next()).isEqualTo("binary of 70000");
    }

    @Test
    void ping_isAnswered() {
        await(socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})));

        assertThat(received.next()).isEqualTo("pong of 3");
    }

    @Test
    void close_ofTheServer_isAnswered() {
        listener.close(4001, "enough");

        assertThat(received.next()).isEqualTo("close 4001 enough");
        assertThat(listener.closeReason().code()).isEqualTo(4001);
    }

    @Test
    void close_ofTheClient_isAnsweredWithItsCode() {
        await(socket.sendClose(3001, "bye"));

        assertThat(received.next()).isEqualTo("close 3001 bye");
        assertThat(listener.closeReason().reason()).isEqualTo("bye");
    }

    private static void await(CompletableFuture<WebSocket> sent) {
        sent.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static final class Received implements WebSocket.Listener {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        String next() {
            try {
                var next = all.poll(60, TimeUnit.SECONDS);
                return next == null ? "nothing in time" : next;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                all.add("text " + text);
                text.setLength(0);
            }
            return more(from);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            while (data.hasRemaining()) {
                binary.write(data.get());
            }
            if (last) {
                all.add("binary of " + binary.size());
                binary.reset();
            }
            return more(from);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
            all.add("pong of " + data.remaining());
            return more(from);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            all.add("close " + code + " " + reason);
            return CompletableFuture.completedFuture(from);
        }

        private static CompletionStage<?> more(WebSocket from) {
            from.request(1);
            return CompletableFuture.completedFuture(from);
        }
    }
}
