package dev.fanfare.app;

import dev.fanfare.app.route.OriginRule;
import dev.fanfare.app.route.Parameters;
import dev.fanfare.app.route.Router;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.HttpRequest;
import dev.fanfare.core.transport.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** From a request to its route: guards, 404, 405, 426, origins. Thread-safe. */
final class Dispatcher implements HttpHandler {
    private static final String WEBSOCKET = "WEBSOCKET";
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";

    private final SocketContext context;
    private final OriginRule origins;
    private final List<Guard> guards = new CopyOnWriteArrayList<>();
    private final Router<SocketRunner> sockets = new Router<>();
    private final Router<RequestHandler> requests = new Router<>();

    Dispatcher(SocketContext context, OriginRule origins) {
        this.context = context;
        this.origins = origins;
    }

    void guard(Guard guard) {
        guards.add(guard);
    }

    void socket(String path, SocketRunner runner) {
        sockets.add(WEBSOCKET, path, runner);
    }

    void request(String method, String path, RequestHandler handler) {
        requests.add(method, path, handler);
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
        if (exchange.isUpgrade()) {
            upgrade(exchange);
        } else {
            answer(exchange);
        }
    }

    private void upgrade(HttpExchange exchange) {
        var request = exchange.request();
        var route = sockets.find(WEBSOCKET, request.path());
        if (route.isEmpty()) {
            exchange.respond(HttpResponse.text(404, "no WebSocket at " + request.path()));
        } else if (!origins.permits(request)) {
            exchange.respond(HttpResponse.text(403, "this origin is not allowed"));
        } else {
            var parameters =
                    new Parameters(request, route.get().pattern(), route.get().parameters());
            route.get().handler().start(context, exchange, parameters);
        }
    }

    private void answer(HttpExchange exchange) {
        var request = exchange.request();
        var route = find(request);
        if (route.isPresent()) {
            var parameters =
                    new Parameters(request, route.get().pattern(), route.get().parameters());
            context.threads().start(() -> run(exchange, route.get().handler(), parameters));
        } else {
            exchange.respond(notFound(request));
        }
    }

    private Optional<Router.Match<RequestHandler>> find(HttpRequest request) {
        var route = requests.find(request.method(), request.path());
        return route.isEmpty() && request.method().equals(HEAD) ? requests.find(GET, request.path()) : route;
    }

    private HttpResponse notFound(HttpRequest request) {
        var methods = new ArrayList<>(requests.methods(request.path()));
        if (!methods.isEmpty()) {
            if (methods.contains(GET)) {
                methods.add(HEAD);
            }
            return HttpResponse.text(405, request.method() + " is not allowed here")
                    .with("allow", String.join(", ", methods));
        }
        if (!sockets.methods(request.path()).isEmpty()) {
            return HttpResponse.text(426, "this is a WebSocket").with("upgrade", "websocket");
        }
        return HttpResponse.text(404, "nothing at " + request.path());
    }

    private void run(HttpExchange exchange, RequestHandler handler, Parameters parameters) {
        var response = respond(handler, parameters);
        exchange.loop().execute(() -> {
            if (!exchange.isAnswered()) {
                exchange.respond(response);
            }
        });
    }

    private HttpResponse respond(RequestHandler handler, Parameters parameters) {
        try {
            return Objects.requireNonNull(handler.handle(parameters), "the handler returned null");
        } catch (Refusal refusal) {
            return refusal.response();
        } catch (Throwable failure) {
            context.failures().report(parameters.route(), failure);
            return HttpResponse.text(500, "internal error");
        }
    }
}
