package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.OriginMiddleware;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.model.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Middleware, outermost first. Immutable. */
record MiddlewareChain(List<Middleware> middleware) {
    static final MiddlewareChain NONE = new MiddlewareChain(List.of());

    MiddlewareChain {
        middleware = List.copyOf(middleware);
    }

    MiddlewareChain with(List<Middleware> inner) {
        return new MiddlewareChain(
                Stream.concat(middleware.stream(), inner.stream()).toList());
    }

    boolean isEmpty() {
        return middleware.isEmpty();
    }

    /** Returns true if a middleware checks the origin of the request. */
    boolean checksOrigin(Request request) {
        for (var each : middleware) {
            if (each instanceof OriginMiddleware origins && origins.checksOrigin(request)) {
                return true;
            }
        }
        return false;
    }

    /** Runs the middleware around the last step; a refusal becomes its response. */
    HttpResponse run(Request request, Next end) throws Exception {
        var next = answering(end);
        for (var each : middleware.reversed()) {
            var inner = next;
            next = answering(given -> each.handle(given, inner));
        }
        return next.proceed(request);
    }

    private static Next answering(Next next) {
        return request -> {
            try {
                return Objects.requireNonNull(
                        next.proceed(request), "a handler or middleware returned null instead of a response");
            } catch (RequestRefusedException refusal) {
                return refusal.response();
            }
        };
    }
}
