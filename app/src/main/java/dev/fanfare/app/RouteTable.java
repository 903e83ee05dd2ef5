package dev.fanfare.app;

import dev.fanfare.app.route.RequestPath;
import dev.fanfare.app.route.Router;
import dev.fanfare.app.route.Router.Match;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All routes of an application, in the order of their registration. Thread-safe. */
record RouteTable(Router<RouteTarget<SocketRunner>> sockets, Router<RouteTarget<RequestHandler>> requests) {
    static final String WEBSOCKET = "WEBSOCKET";
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final String OPTIONS = "OPTIONS";

    RouteTable() {
        this(new Router<>(), new Router<>());
    }

    Optional<Match<RouteTarget<SocketRunner>>> socket(RequestPath path) {
        return sockets.find(WEBSOCKET, path);
    }

    /** The route for a request; HEAD is answered as GET is (RFC 9110, 9.3.2). */
    Optional<Match<RouteTarget<RequestHandler>>> request(String method, RequestPath path) {
        var route = requests.find(method, path);
        return route.isEmpty() && method.equals(HEAD) ? requests.find(GET, path) : route;
    }

    /** The scope that an answer belongs to which no route gives: that of a route of this path, when there is one. */
    Optional<RouteScope> scope(RequestPath path) {
        return requests.any(path)
                .map(RouteTarget::scope)
                .or(() -> sockets.any(path).map(RouteTarget::scope));
    }

    /** The methods that the path knows (RFC 9110, 10.2.1), sorted; empty when there is nothing at all. */
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
