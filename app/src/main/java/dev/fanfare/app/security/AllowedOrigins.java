package dev.fanfare.app.security;

import dev.fanfare.app.Next;
import dev.fanfare.app.OriginMiddleware;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.model.http.HttpResponse;
import java.util.Set;

/**
 * Lets pages of these origins, and the application's own, come to the routes behind it, in place of the application's rule:
 * to open WebSockets, and to send requests that change something. Others are answered 403 (RFC 6455, 10.2). Thread-safe.
 */
public final class AllowedOrigins implements OriginMiddleware {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int FORBIDDEN = 403;

    private final OriginRule rule;

    private AllowedOrigins(OriginRule rule) {
        this.rule = rule;
    }

    /**
     * These origins: {@code https://example.com}, {@code https://*.example.com} for all names below, {@code *} for all.
     *
     * @throws IllegalArgumentException when one is no origin
     */
    public static AllowedOrigins of(String... origins) {
        return new AllowedOrigins(new OriginRule(Set.of(origins)));
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        boolean safe = !request.isWebSocket() && SAFE_METHODS.contains(request.method());
        return safe || rule.permits(request.http())
                ? next.proceed(request)
                : HttpResponse.text(FORBIDDEN, "this origin is not allowed");
    }
}
