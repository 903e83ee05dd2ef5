package dev.fanfare.app;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.function.Function;

/**
 * An exchange whose answer may be read by a page of another origin (Fetch Standard, 3.3), but for that of a WebSocket, of which
 * browsers do not ask. Follows the exchange's thread rule.
 *
 * @param fields what lets the page read it
 */
record SharedExchange(HttpExchange exchange, Headers fields) implements HttpExchange {
    /** The exchange for a page of this origin; all pages may read the answer when that is {@code *}. */
    static HttpExchange with(HttpExchange exchange, String origin) {
        var fields = Headers.of("access-control-allow-origin", origin);
        // To every page there is, no answer is given that depends on who the visitor is.
        return new SharedExchange(
                exchange,
                origin.equals("*")
                        ? fields
                        : fields.with("access-control-allow-credentials", "true")
                                .with("vary", "origin"));
    }

    @Override
    public HttpRequest request() {
        return exchange.request();
    }

    @Override
    public EventLoop loop() {
        return exchange.loop();
    }

    @Override
    public boolean isUpgrade() {
        return exchange.isUpgrade();
    }

    @Override
    public boolean isAnswered() {
        return exchange.isAnswered();
    }

    @Override
    public void respond(HttpResponse response) {
        exchange.respond(response.withAll(fields));
    }

    @Override
    public void upgrade(Headers headers, Function<Connection, ConnectionListener> listener) {
        exchange.upgrade(headers, listener);
    }

    @Override
    public void stream(HttpResponse head, StreamFormat format, Function<Connection, ConnectionListener> listener) {
        exchange.stream(head.withAll(fields), format, listener);
    }
}
