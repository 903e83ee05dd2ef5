package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.RequestHandler;
import dev.fanfare.app.internal.route.RequestPath;
import dev.fanfare.app.internal.route.Router;
import dev.fanfare.app.internal.route.Router.Match;
import dev.fanfare.app.internal.socket.SocketRunner;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All routes of an application in the order of their registration, and its mounted protocols. Thread-safe. */
public final class RouteTable {
    private static final String WEBSOCKET = "WEBSOCKET";
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final String OPTIONS = "OPTIONS";

    /**
     * The handler of a route, and the scope with its middleware. Immutable.
     *
     * @param maxBodyBytes size limit of request bodies; empty for that of the transport
     */
    record RouteTarget<H>(H handler, RouteScope scope, OptionalInt maxBodyBytes) {}

    private final Router<RouteTarget<SocketRunner>> sockets = new Router<>();
    private final Router<RouteTarget<RequestHandler>> requests = new Router<>();
    private final Map<String, SocketRunner> mounted = new ConcurrentHashMap<>();

    /**
     * Adds a route for WebSockets.
     *
     * @throws IllegalStateException if an earlier route or a mounted protocol handles all its paths
     */
    void addSocket(String path, RouteTarget<SocketRunner> target) {
        requireNotMounted(WEBSOCKET, path);
        sockets.add(WEBSOCKET, path, target);
    }

    /**
     * Adds a route for requests of one method.
     *
     * @throws IllegalStateException as {@link #addSocket} does
     */
    void addRequest(String method, String path, RouteTarget<RequestHandler> target) {
        requireNotMounted(method, path);
        requests.add(method, path, target);
    }

    /**
     * Mounts a protocol on a path. It handles requests of all methods and precedes all routes.
     *
     * @throws IllegalStateException if the path has a protocol or a route
     */
    void mount(String path, SocketRunner protocol) {
        if (sockets.contains(path) || requests.contains(path)) {
            throw new IllegalStateException("cannot mount a protocol on " + path
                    + ": the path has a route, which would be unreachable: use another path for the route");
        }
        if (mounted.putIfAbsent(path, protocol) != null) {
            throw new IllegalStateException("a protocol is already mounted on " + path);
        }
    }

    /** Returns the protocol that is mounted on the path, else null. */
    @Nullable
    SocketRunner mounted(String path) {
        return mounted.get(path);
    }

    private void requireNotMounted(String method, String path) {
        if (mounted.containsKey(path)) {
            throw new IllegalStateException("the route " + method + " " + path
                    + " is unreachable: a protocol is mounted on this path: use another path for the route");
        }
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
