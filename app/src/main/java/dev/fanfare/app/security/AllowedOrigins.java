package dev.fanfare.app.security;

import dev.fanfare.app.Next;
import dev.fanfare.app.OriginMiddleware;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.LogText;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Middleware that replaces the application's list of allowed origins for a group of routes. Pages of these origins and of the
 * application's own origin may open WebSockets and send unsafe requests; others get 403 (RFC 6455, 10.2). Immutable,
 * thread-safe.
 *
 * {@snippet :
 * app.route("/payments", routes -> {
 *     routes.use(AllowedOrigins.any()); // a form of the payment service posts the result
 *     routes.post("/result", request -> HttpResponse.text(200, "thank you"));
 * });
 * }
 */
public final class AllowedOrigins implements OriginMiddleware {
    private static final Logger LOG = LoggerFactory.getLogger(AllowedOrigins.class);
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

    /** Disables the check, for routes that pages of every site may use. */
    public static AllowedOrigins any() {
        return of("*");
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        if (request.isWebSocket() ? rule.permits(request.http()) : rule.permitsAction(request.http())) {
            return next.proceed(request);
        }
        var message = OriginRule.rejection(request.http(), "AllowedOrigins.of()");
        LOG.debug("rejected {} {}: {}", LogText.of(request.method()), request.route(), LogText.of(message));
        return HttpResponse.text(FORBIDDEN, message);
    }
}
