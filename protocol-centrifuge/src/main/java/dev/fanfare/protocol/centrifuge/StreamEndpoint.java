package dev.fanfare.protocol.centrifuge;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.Entrance;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.Optional;

/**
 * Where a stream begins: of lines by a POST, of server-sent events also by a GET, which has its commands in the query.
 * Thread-safe.
 */
final class StreamEndpoint implements HttpHandler {
    private static final String CONNECT = "cf_connect";
    private static final Payload NOTHING = Payload.text("{}");

    private final ClientContext context;
    private final Entrance entrance;
    private final OneWayStream stream;
    private final boolean events;

    StreamEndpoint(ClientContext context, Entrance entrance, boolean events) {
        this.context = context;
        this.entrance = entrance;
        this.events = events;
        this.stream = new OneWayStream(context, entrance, events);
    }

    @Override
    public void handle(HttpExchange exchange) {
        var request = exchange.request();
        switch (request.method()) {
            case "POST" -> open(exchange, Optional.of(Encodings.body(request, encoding(request))));
            case "GET" -> {
                if (events) {
                    open(exchange, QueryText.first(request, CONNECT).map(Payload::text));
                } else {
                    exchange.respond(notAllowed());
                }
            }
            case "OPTIONS" -> exchange.respond(Preflight.answer(methods()));
            default -> exchange.respond(notAllowed());
        }
    }

    private void open(HttpExchange exchange, Optional<Payload> said) {
        var encoding = encoding(exchange.request());
        if (said.isEmpty() && entrance.asks()) {
            exchange.respond(HttpResponse.text(400, "the first command is missing: " + CONNECT));
        } else if (said.isPresent() && said.get().size() > context.settings().maxMessageBytes()) {
            exchange.respond(HttpResponse.text(
                    413, "a message has at most " + context.settings().maxMessageBytes() + " bytes"));
        } else if (entrance.asks()) {
            stream.open(exchange, encoding, client -> client.take(said.orElseThrow()));
        } else {
            listen(exchange, encoding, said.filter(body -> body.size() > 0).orElse(NOTHING));
        }
    }

    private void listen(HttpExchange exchange, Encoding encoding, Payload said) {
        Command.Connect connect;
        try {
            connect = encoding.connect(said);
        } catch (MalformedCommandException malformed) {
            exchange.respond(HttpResponse.text(400, "no connect request: " + malformed.getMessage()));
            return;
        }
        stream.open(exchange, encoding, client -> client.connect(connect));
    }

    /** Only streams of lines, whose clients send commands, are spoken in both encodings. */
    private Encoding encoding(HttpRequest request) {
        return events || !entrance.asks() ? Encodings.JSON : Encodings.of(request);
    }

    private HttpResponse notAllowed() {
        return HttpResponse.text(405, "this method is not allowed here").with("allow", methods());
    }

    private String methods() {
        return events ? "GET, POST, OPTIONS" : "POST, OPTIONS";
    }
}
