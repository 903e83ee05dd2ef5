package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.Guard;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.app.internal.route.RequestPath;
import dev.fanfare.app.internal.socket.SocketRunner;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.LogText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks guards and origins, selects the route by the request head, and answers requests without a route. A request without a route
 * passes through middleware as well: that of the routes of its path, else that of the application. Thread-safe; handles requests on
 * their event loop.
 */
public final class Dispatcher implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /** The settings of the push server, of an application, and of one route. */
    private static final String ORIGIN_SETTINGS = "client.allowed-origins of the push server, or in an application to "
            + "FanfareSettings.withAllowedOrigins or to AllowedOrigins for the route";
    /** The route of a request without a route. */
    private static final String NO_ROUTE = "(no route)";

    private final RouteTable routes;
    private final RouteScope outermost;
    private final OriginRule origins;
    private final RequestRunner requests;
    private final HandshakeRunner handshakes;
    private final List<Guard> guards = new CopyOnWriteArrayList<>();

    public Dispatcher(AppContext context, RouteTable routes, RouteScope outermost, OriginRule origins) {
        this.routes = routes;
        this.outermost = outermost;
        this.origins = origins;
        this.requests = new RequestRunner(context, origins);
        this.handshakes = new HandshakeRunner(context);
    }

    public void guard(Guard guard) {
        guards.add(guard);
    }

    /**
     * Passes all requests for this path through the middleware of the application to the handler.
     *
     * @throws IllegalStateException if the path has a protocol or a route
     */
    public void mount(String path, HttpHandler handler) {
        routes.mount(path, SocketRunner.mounted(handler, origins));
    }

    @Override
    public void handle(HttpExchange exchange) {
        for (var guard : guards) {
            var refusal = guard.check(exchange.request());
            if (refusal.isPresent()) {
                exchange.respond(refusal.get());
                return;
            }
        }
        var mount = routes.mounted(exchange.request().path());
        if (mount != null) {
            start(exchange, mountedRequest(exchange), outermost.chain(), mount);
            return;
        }
        var path = RequestPath.parse(exchange.request().path());
        if (path.isEmpty()) {
            respond(exchange, outermost, notFound(exchange.request()));
        } else if (exchange.isUpgrade()) {
            upgrade(exchange, path.get());
        } else {
            answer(exchange, path.get());
        }
    }

    private void upgrade(HttpExchange exchange, RequestPath path) {
        var route = routes.socket(path);
        if (route.isEmpty()) {
            respond(exchange, scope(path), withoutSocket(exchange.request(), path));
            return;
        }
        var target = route.get().handler();
        var request = new Request(
                exchange.request(), route.get().pattern(), route.get().parameters(), true);
        start(exchange, request, target.scope().chain(), target.handler());
    }

    private void start(HttpExchange exchange, Request request, MiddlewareChain chain, SocketRunner runner) {
        boolean isAction = !request.isWebSocket() && !OriginRule.isSafe(exchange.request());
        if (chain.checksOrigin(request)
                || (isAction ? origins.permitsAction(exchange.request()) : origins.permits(exchange.request()))) {
            handshakes.run(exchange, request, chain, runner);
        } else {
            rejectOrigin(exchange);
        }
    }

    private static Request mountedRequest(HttpExchange exchange) {
        var http = exchange.request();
        return exchange.isUpgrade()
                ? new Request(http, http.path(), Map.of(), true)
                : new Request(http, Dispatcher::refuseBody, http.path(), Map.of());
    }

    private static byte[] refuseBody() {
        throw new IllegalStateException(
                "middleware cannot read the body of a request to a mounted protocol, because the protocol reads it");
    }

    static void rejectOrigin(HttpExchange exchange) {
        var rejection = OriginRule.rejection(exchange.request(), ORIGIN_SETTINGS);
        LOG.debug("{}: {}", LogText.of(exchange.request().path()), LogText.of(rejection));
        exchange.respond(HttpResponse.text(403, rejection));
    }

    private void answer(HttpExchange exchange, RequestPath path) {
        var route = routes.request(exchange.request().method(), path);
        if (route.isPresent()) {
            var target = route.get().handler();
            var body = new RequestBody(exchange, target.maxBodyBytes().orElse(exchange.maxBodyBytes()));
            var request = new Request(
                    exchange.request(), body, route.get().pattern(), route.get().parameters());
            var chain = target.scope().chain();
            if (chain.checksOrigin(request) || origins.permitsAction(exchange.request())) {
                requests.run(exchange, request, chain, target.handler());
            } else {
                rejectOrigin(exchange);
            }
        } else {
            respond(exchange, scope(path), withoutRoute(exchange.request(), path));
        }
    }

    private RouteScope scope(RequestPath path) {
        return routes.scope(path).orElse(outermost);
    }

    /** Responds through the middleware of the scope. */
    private void respond(HttpExchange exchange, RouteScope scope, HttpResponse response) {
        var chain = scope.chain();
        if (chain.isEmpty()) {
            exchange.respond(response);
            return;
        }
        var body = new RequestBody(exchange, exchange.maxBodyBytes());
        var request = new Request(exchange.request(), body, NO_ROUTE, Map.of());
        requests.run(exchange, request, chain, given -> response);
    }

    private HttpResponse withoutSocket(HttpRequest request, RequestPath path) {
        var allowed = routes.allowed(path);
        return allowed.isEmpty()
                ? notFound(request)
                : notAllowed(request.path() + " does not accept WebSocket handshakes", allowed);
    }

    private HttpResponse withoutRoute(HttpRequest request, RequestPath path) {
        var allowed = routes.allowed(path);
        if (allowed.isEmpty()) {
            return notFound(request);
        }
        return switch (request.method()) {
            case "OPTIONS" -> HttpResponse.text(200, "").with("allow", String.join(", ", allowed));
            case "GET", "HEAD" ->
                routes.socket(path).isPresent()
                        ? HttpResponse.text(426, request.path() + " requires a WebSocket handshake")
                                .with("upgrade", "websocket")
                        : methodNotAllowed(request, allowed);
            default -> methodNotAllowed(request, allowed);
        };
    }

    private static HttpResponse methodNotAllowed(HttpRequest request, Iterable<String> allowed) {
        return notAllowed(request.path() + " does not support " + request.method(), allowed);
    }

    private static HttpResponse notAllowed(String message, Iterable<String> allowed) {
        return HttpResponse.text(405, message).with("allow", String.join(", ", allowed));
    }

    private static HttpResponse notFound(HttpRequest request) {
        return HttpResponse.text(404, request.path() + " was not found");
    }
}
