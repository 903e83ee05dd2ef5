package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Middleware around an end, outermost first. Immutable. */
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

    /** True when some of it decides on origins. */
    boolean decidesOnOrigins() {
        return middleware.stream().anyMatch(OriginMiddleware.class::isInstance);
    }

    /** Runs all of it; a refusal becomes the response that it stands for. */
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
                return Objects.requireNonNull(next.proceed(request), "a handler or middleware returned null");
            } catch (RequestRefusedException refusal) {
                return refusal.response();
            }
        };
    }
}
