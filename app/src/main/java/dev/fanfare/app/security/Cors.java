package dev.fanfare.app.security;

import dev.fanfare.app.Next;
import dev.fanfare.app.OriginMiddleware;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.LogText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Middleware that lets pages of other origins call HTTP routes, and that responds to preflight requests (Fetch Standard, 3.3).
 * Install it before authentication, because a preflight has no credentials. It ignores WebSockets, for which browsers send no
 * preflight: see {@link AllowedOrigins}. Forms of other origins are not CORS requests: the application's own check applies to them.
 * Immutable, thread-safe.
 *
 * {@snippet :
 * app.use(Cors.allow("https://*.example.com").withCredentials());
 * }
 */
public final class Cors implements OriginMiddleware {
    private static final Logger LOG = LoggerFactory.getLogger(Cors.class);
    private static final String ANY = "*";
    private static final int NO_CONTENT = 204;
    private static final int FORBIDDEN = 403;
    private static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(10);

    private final boolean any;
    private final OriginRule rule;
    private final boolean credentials;
    private final List<String> methods;
    private final List<String> headers;
    private final List<String> exposed;
    private final Duration maxAge;

    private Cors(
            boolean any,
            OriginRule rule,
            boolean credentials,
            List<String> methods,
            List<String> headers,
            List<String> exposed,
            Duration maxAge) {
        this.any = any;
        this.rule = rule;
        this.credentials = credentials;
        this.methods = methods;
        this.headers = headers;
        this.exposed = exposed;
        this.maxAge = maxAge;
        if (any && credentials) {
            throw new IllegalArgumentException(
                    "credentials cannot be combined with all origins (*), which would let any page act as the user: list the origins");
        }
    }

    /**
     * Allows pages of these origins, {@code https://example.com}, {@code https://*.example.com} or {@code *} for all, to send
     * GET, HEAD, POST, PUT, PATCH and DELETE with the headers content-type and authorization. Browsers may cache a preflight
     * response for 10 minutes.
     *
     * @throws IllegalArgumentException if one is not an origin
     */
    public static Cors allow(String... origins) {
        return new Cors(
                Set.of(origins).contains(ANY),
                new OriginRule(Set.of(origins)),
                false,
                List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
                List.of("content-type", "authorization"),
                List.of(),
                DEFAULT_MAX_AGE);
    }

    /**
     * Lets browsers send cookies and other credentials.
     *
     * @throws IllegalArgumentException if all origins are allowed
     */
    public Cors withCredentials() {
        return new Cors(any, rule, true, methods, headers, exposed, maxAge);
    }

    /**
     * Allows these methods instead of the default ones.
     *
     * @throws IllegalArgumentException if one is not a token (RFC 9110, 9.1)
     */
    public Cors methods(String... others) {
        requireTokens(others);
        return new Cors(any, rule, credentials, List.of(others), headers, exposed, maxAge);
    }

    /**
     * Allows these request headers instead of the default ones.
     *
     * @throws IllegalArgumentException if one is not a token (RFC 9110, 5.1)
     */
    public Cors headers(String... others) {
        return new Cors(any, rule, credentials, methods, lowerCase(others), exposed, maxAge);
    }

    /**
     * Lets pages read these response headers in addition to the safelisted ones.
     *
     * @throws IllegalArgumentException if one is not a token (RFC 9110, 5.1)
     */
    public Cors exposing(String... others) {
        return new Cors(any, rule, credentials, methods, headers, lowerCase(others), maxAge);
    }

    /**
     * Lets browsers cache a preflight response for this long.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public Cors maxAge(Duration other) {
        if (other.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative, got " + other);
        }
        return new Cors(any, rule, credentials, methods, headers, exposed, other);
    }

    @Override
    public boolean checksOrigin(Request request) {
        // Fetch Metadata, 2.2: forms are in mode navigate. Older browsers do not send the field.
        boolean script = request.header("sec-fetch-mode").map("cors"::equals).orElse(true);
        return !request.isWebSocket() && script && rule.lists(request.http());
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        if (request.isWebSocket()) {
            return next.proceed(request);
        }
        var origin = request.header("origin").filter(given -> rule.lists(request.http()));
        if (request.method().equals("OPTIONS")
                && request.header("origin").isPresent()
                && request.header("access-control-request-method").isPresent()) {
            return origin.isPresent()
                    ? preflight(request, origin.get())
                    : refused("origin " + request.header("origin").get() + " is not allowed: add it to Cors.allow()");
        }
        var response = varying(next.proceed(request));
        return origin.isPresent() ? open(response, origin.get()) : response;
    }

    private HttpResponse preflight(Request request, String origin) {
        var method = request.header("access-control-request-method").orElse("");
        if (!methods.contains(method)) {
            return refused("method " + method + " is not allowed, only " + String.join(", ", methods)
                    + ": add it with Cors.methods()");
        }
        var unknown = request.header("access-control-request-headers").stream()
                .flatMap(fields -> Stream.of(fields.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !headers.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            return refused("headers not allowed: " + String.join(", ", unknown) + "; add them with Cors.headers()");
        }
        return varying(allowed(HttpResponse.text(NO_CONTENT, ""), origin))
                .with("access-control-allow-methods", String.join(", ", methods))
                .with("access-control-allow-headers", String.join(", ", headers))
                .with("access-control-max-age", Long.toString(maxAge.toSeconds()));
    }

    private HttpResponse open(HttpResponse response, String origin) {
        var opened = allowed(response, origin);
        return exposed.isEmpty() ? opened : opened.with("access-control-expose-headers", String.join(", ", exposed));
    }

    private HttpResponse allowed(HttpResponse response, String origin) {
        var allowed = response.with("access-control-allow-origin", any ? ANY : origin);
        return credentials ? allowed.with("access-control-allow-credentials", "true") : allowed;
    }

    /** The response depends on the origin, so a cache must not reuse it for another one (Fetch Standard, 3.3.6). */
    private HttpResponse varying(HttpResponse response) {
        return any ? response : response.with("vary", "origin");
    }

    private HttpResponse refused(String message) {
        LOG.debug("rejected a CORS preflight: {}", LogText.of(message));
        return varying(HttpResponse.text(FORBIDDEN, message));
    }

    private static void requireTokens(String... names) {
        for (var name : names) {
            if (!Headers.isToken(name)) {
                throw new IllegalArgumentException("a method or header name must be a token, got '" + name + "'");
            }
        }
    }

    private static List<String> lowerCase(String... names) {
        requireTokens(names);
        return Stream.of(names).map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }
}
