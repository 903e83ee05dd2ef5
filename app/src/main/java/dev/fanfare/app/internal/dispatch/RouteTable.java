package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.RequestHandler;
import dev.fanfare.app.internal.route.RequestPath;
import dev.fanfare.app.internal.route.Router;
import dev.fanfare.app.internal.route.Router.Match;
import dev.fanfare.app.internal.socket.SocketRunner;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** All routes of an application in the order of their registration. Thread-safe. */
public record RouteTable(Router<RouteTarget<SocketRunner>> sockets, Router<RouteTarget<RequestHandler>> requests) {
    static final String WEBSOCKET = "WEBSOCKET";
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final String OPTIONS = "OPTIONS";

    /**
     * The handler of a route, and the scope with its middleware. Immutable.
     *
     * @param maxBodyBytes size limit of request bodies; empty for that of the transport
     */
    record RouteTarget<H>(H handler, RouteScope scope, OptionalInt maxBodyBytes) {}

    public RouteTable() {
        this(new Router<>(), new Router<>());
    }

    Optional<Match<RouteTarget<SocketRunner>>> socket(RequestPath path) {
        return sockets.find(WEBSOCKET, path);
    }

    /** Returns the route for a request; HEAD uses the route of GET (RFC 9110, 9.3.2). */
    Optional<Match<RouteTarget<RequestHandler>>> request(String method, RequestPath path) {
        var route = requests.find(method, path);
        return route.isEmpty() && method.equals(HEAD) ? requests.find(GET, path) : route;
    }

    /** Returns the scope of any route of this path, for a request without a route. */
    Optional<RouteScope> scope(RequestPath path) {
        return requests.any(path)
                .map(RouteTarget::scope)
                .or(() -> sockets.any(path).map(RouteTarget::scope));
    }

    /** Returns the supported methods of the path, sorted (RFC 9110, 10.2.1); empty if the path has no route. */
    Set<String> allowed(RequestPath path) {
        var methods = new TreeSet<>(requests.methods(path));
        if (methods.contains(GET)) {
            methods.add(HEAD);
        }
        if (socket(path).isPresent()) {
            methods.add(GET);
        }
        if (!methods.isEmpty()) {
            methods.add(OPTIONS);
        }
        return methods;
    }
}
