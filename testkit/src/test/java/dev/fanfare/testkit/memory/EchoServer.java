package dev.fanfare.testkit.memory;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Accepts clients except at {@code /refused} and {@code /silent}, echoes messages, and runs some commands. */
final class EchoServer implements HttpHandler {
    /** All events in order. */
    final Queue<String> events = new ConcurrentLinkedQueue<>();

    volatile @Nullable Connection last;
    volatile @Nullable HttpExchange silent;

    @Override
    public void handle(HttpExchange exchange) {
        switch (exchange.request().path()) {
            case "/refused" ->
                exchange.respond(HttpResponse.text(402, "pay first").with("x-price", "10"));
            case "/silent" -> silent = exchange;
            case "/failing" -> throw new IllegalStateException("on purpose");
            default -> {
                if (exchange.isUpgrade()) {
                    exchange.upgrade(Headers.of("sec-websocket-protocol", "chat"), Listener::new);
                } else {
                    exchange.readBody(
                            exchange.maxBodyBytes(),
                            body -> exchange.respond(HttpResponse.text(200, describe(exchange, body.length))));
                }
            }
        }
    }

    private static String describe(HttpExchange exchange, int bodyBytes) {
        var request = exchange.request();
        return request.method() + " " + request.path() + " " + request.query() + " "
                + request.headers().first("x-me").orElse("-") + " "
                + bodyBytes;
    }

    /** Records the events of one client. */
    private final class Listener implements ConnectionListener {
        private final Connection connection;

        Listener(Connection connection) {
            this.connection = connection;
            last = connection;
            connection.admit();
        }

        @Override
        public void onMessage(Payload message) {
            events.add("message " + message.size());
            switch (message.text()) {
                case "close" -> connection.close(new CloseReason(4001, "as you like"));
                case "close silently" -> connection.close(new CloseReason(1005, ""));
                case "pause" -> connection.pauseReading();
                case "fail" -> throw new IllegalStateException("on purpose");
                case "ping" -> write(List.of(connection.framing().ping()));
                case "flood" -> flood();
                default -> write(List.of(connection.framing().message(message)));
            }
        }

        private void flood() {
            var frame = connection.framing().message(Payload.binary(new byte[10_000]));
            int count = 0;
            while (connection.isWritable()) {
                write(List.of(frame));
                count++;
            }
            events.add("flooded " + count);
        }

        private void write(List<Frame> frames) {
            try (var batch = connection.loop().join(frames)) {
                connection.write(batch);
            }
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
            events.add("closed " + reason.code() + " " + reason.reason());
        }
    }
}
