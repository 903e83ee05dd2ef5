package dev.fanfare.transport.netty;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Servers that respond with an event stream: an empty line first, and the close code as closing frame. */
final class StreamServer {
    static final StreamFormat FORMAT = new StreamFormat(
            ServerSentEvents.FRAMING, reason -> Optional.of(frame("event: bye\ndata: " + reason.code() + "\n\n")));

    static final int MESSAGE_CHARS = 8 * 1024;

    private StreamServer() {}

    /** Starts a server that answers every request with a stream of the listener. */
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

    /** Requests a stream and reads its start. */
    static void begin(RawHttp http) {
        http.send(RawHttp.request("GET /"));
        http.readHead();
        http.readChunk();
    }

    /** Sends until the client has to read. Returns the number of messages. */
    static int fill(RecordingListener listener) {
        return listener.fill(i -> Payload.text("x".repeat(MESSAGE_CHARS)));
    }

    static Frame frame(String text) {
        return Frame.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
