package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An exchange of a mounted protocol. It adds the header fields of the middleware to each response, and the message checks and the
 * expiry of the principal to each connection. Follows the thread rule of the exchange.
 *
 * @param exchange the exchange of the transport
 * @param admitted the request as passed on by the middleware
 * @param origins the origins whose pages may read the response
 */
record MountedExchange(AppContext context, HttpExchange exchange, Request admitted, OriginRule origins)
        implements HttpExchange {
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
    public int maxBodyBytes() {
        return exchange.maxBodyBytes();
    }

    @Override
    public MemoryAccount memory() {
        return exchange.memory();
    }

    @Override
    public void readBody(int maxBytes, Consumer<byte[]> onBody, Consumer<HttpResponse> onRefused) {
        exchange.readBody(maxBytes, onBody, onRefused);
    }

    @Override
    public void respond(HttpResponse response) {
        exchange.respond(response.withAll(fields()));
    }

    /** Browsers do not apply CORS to a handshake. */
    @Override
    public void upgrade(Headers headers, Function<Connection, ConnectionListener> listener) {
        exchange.upgrade(admitted.handshakeHeaders(headers), checked(listener));
    }

    @Override
    public void stream(HttpResponse head, StreamFormat format, Function<Connection, ConnectionListener> listener) {
        exchange.stream(head.withAll(fields()), format, checked(listener));
    }

    private Function<Connection, ConnectionListener> checked(Function<Connection, ConnectionListener> listener) {
        var expiry = PrincipalExpiry.of(context, admitted);
        return expiry == null && !admitted.hasMessageChecks()
                ? listener
                : connection -> CheckedListener.of(connection, admitted, expiry, listener.apply(connection));
    }

    /** The fields of the middleware, and the CORS fields unless the middleware has set them. */
    private Headers fields() {
        var fields = admitted.handshakeHeaders(Headers.empty());
        return fields.withAll(origins.sharing(exchange.request(), fields));
    }
}
