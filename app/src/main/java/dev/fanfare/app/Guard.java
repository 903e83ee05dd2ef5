package dev.fanfare.app;

import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.Optional;

/** Checks the head of every request before its route is looked up and before its body is read. Runs on the event loop and must not block. */
@FunctionalInterface
public interface Guard {
    /**
     * Returns empty to accept the request, else the response. The path is as sent, still percent-encoded; use {@link Middleware} for
     * checks that depend on the route.
     */
    Optional<HttpResponse> check(HttpRequest request);
}
