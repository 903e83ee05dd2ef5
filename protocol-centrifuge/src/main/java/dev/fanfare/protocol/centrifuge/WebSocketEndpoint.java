package dev.fanfare.protocol.centrifuge;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.client.ClientConnection;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.ClientTransport;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens WebSocket connections of bidirectional clients, or of unidirectional clients. Thread-safe. */
final class WebSocketEndpoint implements HttpHandler {
    private static final String SUBPROTOCOL = "sec-websocket-protocol";
    private static final String JSON = "centrifuge-json";
    private static final String PROTOBUF = "centrifuge-protobuf";

    private final ClientContext context;
    private final boolean bidirectional;

    /** Creates an endpoint for bidirectional or unidirectional clients. */
    WebSocketEndpoint(ClientContext context, boolean bidirectional) {
        this.context = context;
        this.bidirectional = bidirectional;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!exchange.isUpgrade()) {
            exchange.respond(
                    HttpResponse.text(426, "expected a WebSocket upgrade").with("upgrade", "websocket"));
            return;
        }
        var request = exchange.request();
        var chosen = chosen(request);
        var headers = chosen.map(protocol -> Headers.of(SUBPROTOCOL, protocol)).orElse(Headers.empty());
        exchange.upgrade(headers, connection -> open(connection, request, encoding(request, chosen)));
    }

    private ConnectionListener open(Connection connection, HttpRequest request, Encoding encoding) {
        boolean nativePings = QueryText.has(request, "cf_ws_frame_ping_pong", "true");
        var transport = new ClientTransport(
                bidirectional ? "websocket" : "uni_websocket",
                encoding,
                connection.framing(),
                bidirectional,
                false,
                nativePings);
        return context.node().open(connection, session -> {
            var client = new ClientConnection(context, session, transport, request);
            var message = bidirectional ? Optional.<String>empty() : QueryText.first(request, "cf_connect");
            message.ifPresent(connect -> session.loop().execute(() -> client.take(Payload.text(connect))));
            return client;
        });
    }

    /** Returns the first supported subprotocol; empty if the client requests none. */
    private Optional<String> chosen(HttpRequest request) {
        return offered(request).stream()
                .filter(name -> name.equals(JSON) || (bidirectional && name.equals(PROTOBUF)))
                .findFirst();
    }

    private Encoding encoding(HttpRequest request, Optional<String> chosen) {
        boolean binary = chosen.isPresent()
                ? chosen.get().equals(PROTOBUF)
                : QueryText.has(request, "format", "protobuf") || QueryText.has(request, "cf_protocol", "protobuf");
        return binary && bidirectional ? Encodings.PROTOBUF : Encodings.JSON;
    }

    private static List<String> offered(HttpRequest request) {
        return request.headers().all(SUBPROTOCOL).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
