package dev.fanfare.app.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** An ordered list of routes; the first that matches wins. Thread-safe. */
public final class Router<H> {
    private record Route<H>(String method, PathPattern pattern, H handler) {}

    /** A handler, its pattern, and the placeholders of its path. */
    public record Match<H>(H handler, String pattern, Map<String, String> parameters) {}

    private final List<Route<H>> routes = new CopyOnWriteArrayList<>();

    /**
     * Adds a route; the method is free, such as {@code GET} or a word of one's own.
     *
     * @throws IllegalArgumentException when the pattern is malformed
     * @throws IllegalStateException when there is a route of this method and pattern, behind which no request would come to
     *     this one
     */
    public void add(String method, String pattern, H handler) {
        var route = new Route<>(method, PathPattern.parse(pattern), handler);
        if (routes.stream()
                .anyMatch(known ->
                        known.method.equals(method) && known.pattern.toString().equals(pattern))) {
            throw new IllegalStateException(pattern + " has a route of " + method + " already");
        }
        routes.add(route);
    }

    /** The first route of this method that matches the path. */
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

    /** The first route that matches the path, whatever its method. */
    public Optional<H> any(RequestPath path) {
        return routes.stream()
                .filter(route -> route.pattern.match(path).isPresent())
                .map(Route::handler)
                .findFirst();
    }

    /** The methods that have a route for the path, sorted. */
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
