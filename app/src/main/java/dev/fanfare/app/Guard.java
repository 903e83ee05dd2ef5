package dev.fanfare.app;

import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.Optional;

/** A check that every request passes before its route is looked up; on the event loop, must not block. */
@FunctionalInterface
public interface Guard {
    /**
     * Empty to let the request through, else the answer. The path is as it was sent, still percent-encoded: what depends on
     * the route belongs into the route's handler.
     */
    Optional<HttpResponse> check(HttpRequest request);
}
