package dev.fanfare.app.security;

import dev.fanfare.app.Next;
import dev.fanfare.app.OriginMiddleware;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.model.http.HttpResponse;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Middleware that replaces the application's list of allowed origins for a group of routes. Pages of these origins and of the
 * application's own origin may open WebSockets and send unsafe requests; others get 403 (RFC 6455, 10.2). Immutable,
 * thread-safe.
 */
public final class AllowedOrigins implements OriginMiddleware {
    private static final Logger LOG = LoggerFactory.getLogger(AllowedOrigins.class);
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int FORBIDDEN = 403;

    private final OriginRule rule;

    private AllowedOrigins(OriginRule rule) {
        this.rule = rule;
    }

    /**
     * Allows these origins: {@code https://example.com}, {@code https://*.example.com} for all subdomains, {@code *} for all.
     *
     * @throws IllegalArgumentException if one is not an origin
     */
    public static AllowedOrigins of(String... origins) {
        return new AllowedOrigins(new OriginRule(Set.of(origins)));
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        boolean safe = !request.isWebSocket() && SAFE_METHODS.contains(request.method());
        if (safe || rule.permits(request.http())) {
            return next.proceed(request);
        }
        var message =
                "origin " + request.header("origin").orElse("") + " is not allowed: add it to AllowedOrigins.of()";
        LOG.debug("refused {} {}: {}", request.method(), request.route(), message);
        return HttpResponse.text(FORBIDDEN, message);
    }
}
