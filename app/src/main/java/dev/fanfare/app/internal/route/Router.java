package dev.fanfare.app.internal.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** An ordered list of routes; the first matching route is used. Thread-safe. */
public final class Router<H> {
    private record Route<H>(String method, PathPattern pattern, H handler) {}

    /** A matching route and the placeholders of the path. */
    public record Match<H>(H handler, String pattern, Map<String, String> parameters) {}

    private final List<Route<H>> routes = new CopyOnWriteArrayList<>();

    /**
     * Adds a route.
     *
     * @param method an HTTP method or any other word
     * @throws IllegalArgumentException if the pattern is malformed
     * @throws IllegalStateException if an earlier route of this method matches all paths of the pattern
     */
    public void add(String method, String pattern, H handler) {
        var route = new Route<>(method, PathPattern.parse(pattern), handler);
        for (var earlier : routes) {
            if (earlier.method.equals(method) && earlier.pattern.covers(route.pattern)) {
                throw new IllegalStateException("the route " + method + " " + pattern
                        + " is unreachable: the earlier route " + earlier.pattern
                        + " matches all its paths: register the more specific route first");
            }
        }
        routes.add(route);
    }

    /** Returns true if a route has exactly this pattern. */
    public boolean contains(String pattern) {
        return routes.stream().anyMatch(route -> route.pattern.toString().equals(pattern));
    }

    /** Returns the first route of this method that matches the path. */
    public Optional<Match<H>> find(String method, RequestPath path) {
        for (var route : routes) {
            if (route.method.equals(method)) {
                var parameters = route.pattern.match(path);
                if (parameters.isPresent()) {
                    return Optional.of(new Match<>(route.handler, route.pattern.toString(), parameters.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the handler of the first route of any method that matches the path. */
    public Optional<H> any(RequestPath path) {
        return routes.stream()
                .filter(route -> route.pattern.match(path).isPresent())
                .map(Route::handler)
                .findFirst();
    }

    /** Returns the methods of all routes that match the path, sorted. */
    public Set<String> methods(RequestPath path) {
        var methods = new TreeSet<String>();
        for (var route : routes) {
            if (route.pattern.match(path).isPresent()) {
                methods.add(route.method);
            }
        }
        return methods;
    }
}
