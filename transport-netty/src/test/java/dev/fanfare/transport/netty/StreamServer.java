package dev.fanfare.transport.netty;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Servers that answer with a stream of events: an empty line first, and the close code as farewell. */
final class StreamServer {
    static final StreamFormat FORMAT = StreamFormat.of(ServerSentEvents.FRAMING)
            .withClosingFrame(reason -> Optional.of(frame("event: bye\ndata: " + reason.code() + "\n\n")));

    private static final int MESSAGE_CHARS = 32 * 1024;

    private StreamServer() {}

    /** A server that answers every request with a stream to the listener. */
    static TestServer start(RecordingListener listener) {
        return start(TestServer.settings(TestServer.PATIENT, TestServer.PATIENT), listener);
    }

    static TestServer start(NettySettings settings, RecordingListener listener) {
        return TestServer.start(settings, exchange -> stream(exchange, listener));
    }

    static void stream(HttpExchange exchange, RecordingListener listener) {
        var head = HttpResponse.of(200, "text/event-stream", "\r\n".getBytes(StandardCharsets.US_ASCII));
        exchange.stream(head, FORMAT, connection -> {
            listener.opened(connection);
            return listener;
        });
    }

    /** Asks for a stream and reads its beginning. */
    static void begin(RawHttp http) {
        http.send(RawHttp.request("GET /"));
        http.readHead();
        http.readChunk();
    }

    /** Sends until no more is taken; the number of messages. */
    static int fill(RecordingListener listener) {
        int sent = 0;
        while (listener.onLoop(Connection::isWritable)) {
            listener.send(Payload.text("x".repeat(MESSAGE_CHARS)));
            sent++;
        }
        return sent;
    }

    static Frame frame(String text) {
        return Frame.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
