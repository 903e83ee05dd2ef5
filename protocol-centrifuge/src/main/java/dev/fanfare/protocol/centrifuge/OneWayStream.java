package dev.fanfare.protocol.centrifuge;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.JsonLines;
import dev.fanfare.core.transport.RawFraming;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.client.ClientConnection;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.Entrance;
import dev.fanfare.protocol.centrifuge.client.Wire;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers with a stream from server to client. Immutable.
 *
 * @param entrance what the client is told to be
 * @param events whether the stream is one of server-sent events, or else of lines
 */
record OneWayStream(ClientContext context, Entrance entrance, boolean events) {
    private static final int OK = 200;
    private static final byte[] EVENTS_BEGIN = "\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Opens the stream; what the client said by its request is then taken as if it came by it. */
    void open(HttpExchange exchange, Encoding encoding, Consumer<ClientConnection> first) {
        var framing = framing(encoding);
        var wire = new Wire(encoding, framing, entrance.asks());
        var format = new StreamFormat(
                framing,
                reason -> Optional.of(wire.push("", new ServerPush.Disconnected(reason.code(), reason.reason()))));
        exchange.stream(head(encoding), format, connection -> listener(connection, exchange, wire, first));
    }

    private ConnectionListener listener(
            Connection connection, HttpExchange exchange, Wire wire, Consumer<ClientConnection> first) {
        return context.node().open(connection, session -> {
            var client = new ClientConnection(context, session, wire, entrance, exchange.request());
            // When the response has begun: what the client said may be answered with its end.
            session.loop().execute(() -> first.accept(client));
            return client;
        });
    }

    private Framing framing(Encoding encoding) {
        if (events) {
            return ServerSentEvents.FRAMING;
        }
        return encoding == Encodings.PROTOBUF ? RawFraming.FRAMING : JsonLines.FRAMING;
    }

    private HttpResponse head(Encoding encoding) {
        var headers = Headers.of("content-type", events ? "text/event-stream" : Encodings.mediaType(encoding))
                .with("cache-control", "private, no-cache, no-store, must-revalidate, max-age=0")
                .with("pragma", "no-cache")
                .with("expires", "0")
                .with("x-accel-buffering", "no");
        return HttpResponse.of(OK, headers, events ? EVENTS_BEGIN : new byte[0]);
    }
}
