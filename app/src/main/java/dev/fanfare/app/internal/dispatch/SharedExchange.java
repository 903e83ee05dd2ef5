package dev.fanfare.app.internal.dispatch;

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
 * An exchange whose responses a page of another origin may read (Fetch Standard, 3.3). A WebSocket handshake is unchanged, because
 * browsers do not apply CORS to it. Follows the thread rule of the exchange.
 *
 * @param fields the CORS header fields
 */
record SharedExchange(HttpExchange exchange, Headers fields) implements HttpExchange {
    /** Shares the exchange with pages of this origin; with all pages for {@code *}. */
    static HttpExchange with(HttpExchange exchange, String origin) {
        var fields = Headers.of("access-control-allow-origin", origin);
        // Responses for all origins must not depend on credentials.
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
