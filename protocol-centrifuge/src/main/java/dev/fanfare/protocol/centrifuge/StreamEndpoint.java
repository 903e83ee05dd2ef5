package dev.fanfare.protocol.centrifuge;

import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.JsonLines;
import dev.fanfare.core.transport.RawFraming;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.client.ClientConnection;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.ClientTransport;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens streams from the server to a client: lines in response to a POST request, or server-sent events in response to a POST or a
 * GET request. Thread-safe.
 */
final class StreamEndpoint implements HttpHandler {
    private static final String CONNECT = "cf_connect";
    private static final Payload EMPTY_CONNECT = Payload.text("{}");
    private static final byte[] EVENTS_START = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ClientContext context;
    private final String transport;
    private final boolean bidirectional;
    private final boolean events;

    /**
     * Creates an endpoint.
     *
     * @param transport name of the transport
     * @param bidirectional whether clients send commands, in emulation requests
     * @param events whether to send server-sent events instead of lines
     */
    StreamEndpoint(ClientContext context, String transport, boolean bidirectional, boolean events) {
        this.context = context;
        this.transport = transport;
        this.bidirectional = bidirectional;
        this.events = events;
    }

    @Override
    public void handle(HttpExchange exchange) {
        var request = exchange.request();
        var methods = events ? "GET, POST, OPTIONS" : "POST, OPTIONS";
        if (request.method().equals("POST")) {
            exchange.readBody(
                    context.settings().maxMessageBytes(),
                    body -> open(exchange, Optional.of(Encodings.body(body, encoding(request)))));
        } else if (request.method().equals("GET") && events) {
            open(exchange, QueryText.first(request, CONNECT).map(Payload::text));
        } else if (request.method().equals("OPTIONS")) {
            exchange.respond(EndpointResponses.preflight(methods));
        } else {
            exchange.respond(EndpointResponses.methodNotAllowed(methods));
        }
    }

    private void open(HttpExchange exchange, Optional<Payload> message) {
        if (message.isEmpty() && bidirectional) {
            exchange.respond(HttpResponse.text(400, "expected a connect command in the query parameter " + CONNECT));
        } else if (bidirectional) {
            open(exchange, client -> client.take(message.orElseThrow()));
        } else {
            listen(exchange, message.filter(body -> body.size() > 0).orElse(EMPTY_CONNECT));
        }
    }

    private void listen(HttpExchange exchange, Payload message) {
        Command.Connect connect;
        try {
            connect = encoding(exchange.request()).connect(message);
        } catch (MalformedCommandException malformed) {
            exchange.respond(HttpResponse.text(400, "invalid connect request: " + malformed.getMessage()));
            return;
        }
        open(exchange, client -> client.connect(connect));
    }

    /** Opens the stream, then processes the first message of the client. */
    private void open(HttpExchange exchange, Consumer<ClientConnection> first) {
        var encoding = encoding(exchange.request());
        var format = new ClientTransport(transport, encoding, framing(encoding), bidirectional, bidirectional, false);
        exchange.stream(
                head(encoding),
                new StreamFormat(
                        format.framing(),
                        reason -> Optional.of(
                                format.push("", new ServerPush.Disconnected(reason.code(), reason.reason())))),
                connection -> context.node().open(connection, session -> {
                    var client = new ClientConnection(context, session, format, exchange.request());
                    // After the start of the response, because the first message may end the stream.
                    session.loop().execute(() -> first.accept(client));
                    return client;
                }));
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
        return HttpResponse.of(200, headers, events ? EVENTS_START : new byte[0]);
    }

    /** Only bidirectional streams of lines support Protobuf. */
    private Encoding encoding(HttpRequest request) {
        return events || !bidirectional ? Encodings.JSON : Encodings.of(request);
    }
}
