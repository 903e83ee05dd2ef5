package dev.fanfare.app;

import dev.fanfare.app.route.OriginRule;
import dev.fanfare.app.route.RequestPath;
import dev.fanfare.app.route.Router.Match;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * From a request to its route: guards, 404, 405, 426, origins. What no route answers goes through middleware all the same:
 * that of the path's routes, or of the application. Thread-safe; handles on the event loop.
 */
final class Dispatcher implements HttpHandler {
    /** What stands for the route of a request that has none. */
    private static final String NO_ROUTE = "(no route)";

    private final RouteTable routes;
    private final RouteScope outermost;
    private final OriginRule origins;
    private final RequestRunner requests;
    private final HandshakeRunner handshakes;
    private final List<Guard> guards = new CopyOnWriteArrayList<>();
    private final Map<String, HttpHandler> mounted = new ConcurrentHashMap<>();

    Dispatcher(SocketContext context, RouteTable routes, RouteScope outermost, OriginRule origins) {
        this.routes = routes;
        this.outermost = outermost;
        this.origins = origins;
        this.requests = new RequestRunner(context);
        this.handshakes = new HandshakeRunner(context);
    }

    void guard(Guard guard) {
        guards.add(guard);
    }

    /**
     * Lets the handler answer all requests for this path.
     *
     * @throws IllegalStateException when another one does
     */
    void mount(String path, HttpHandler handler) {
        if (mounted.putIfAbsent(path, handler) != null) {
            throw new IllegalStateException(path + " is mounted already");
        }
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
        var mount = mounted.get(exchange.request().path());
        if (mount != null) {
            enter(exchange, mount);
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

    private void enter(HttpExchange exchange, HttpHandler mount) {
        if (!origins.permits(exchange.request())) {
            exchange.respond(HttpResponse.text(403, "this origin is not allowed"));
            return;
        }
        var other = origins.listed(exchange.request());
        mount.handle(other.map(origin -> SharedExchange.with(exchange, origin)).orElse(exchange));
    }

    private void upgrade(HttpExchange exchange, RequestPath path) {
        var route = routes.socket(path);
        if (route.isEmpty()) {
            respond(exchange, scope(path), withoutSocket(exchange.request(), path));
            return;
        }
        var endpoint = route.get().handler();
        var chain = endpoint.scope().chain();
        if (!chain.decidesOnOrigins() && !origins.permits(exchange.request())) {
            exchange.respond(HttpResponse.text(403, "this origin is not allowed"));
            return;
        }
        handshakes.run(exchange, request(exchange, route.get(), true), chain, endpoint.handler());
    }

    private void answer(HttpExchange exchange, RequestPath path) {
        var route = routes.request(exchange.request().method(), path);
        if (route.isPresent()) {
            var endpoint = route.get().handler();
            requests.run(
                    exchange,
                    request(exchange, route.get(), false),
                    endpoint.scope().chain(),
                    endpoint.handler());
        } else {
            respond(exchange, scope(path), withoutRoute(exchange.request(), path));
        }
    }

    private RouteScope scope(RequestPath path) {
        return routes.scope(path).orElse(outermost);
    }

    /** Answers by itself, behind the middleware of the scope. */
    private void respond(HttpExchange exchange, RouteScope scope, HttpResponse response) {
        var chain = scope.chain();
        if (chain.isEmpty()) {
            exchange.respond(response);
            return;
        }
        var request = new Request(exchange.request(), new Routed(NO_ROUTE, Map.of(), false));
        requests.run(exchange, request, chain, given -> response);
    }

    private static Request request(HttpExchange exchange, Match<?> match, boolean webSocket) {
        return new Request(exchange.request(), new Routed(match.pattern(), match.parameters(), webSocket));
    }

    private HttpResponse withoutSocket(HttpRequest request, RequestPath path) {
        var allowed = routes.allowed(path);
        return allowed.isEmpty() ? notFound(request) : notAllowed("no WebSocket is here", allowed);
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
                        ? HttpResponse.text(426, "this is a WebSocket").with("upgrade", "websocket")
                        : notAllowed(request.method() + " is not allowed here", allowed);
            default -> notAllowed(request.method() + " is not allowed here", allowed);
        };
    }

    private static HttpResponse notAllowed(String words, Iterable<String> allowed) {
        return HttpResponse.text(405, words).with("allow", String.join(", ", allowed));
    }

    private static HttpResponse notFound(HttpRequest request) {
        return HttpResponse.text(404, "nothing at " + request.path());
    }
}
