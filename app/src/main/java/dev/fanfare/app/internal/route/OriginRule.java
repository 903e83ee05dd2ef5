package dev.fanfare.app.internal.route;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the origin of a request (RFC 6455, 10.2). It permits requests without an Origin header, which do not come from a browser,
 * origins with the host and port of the Host header, and listed origins. Immutable.
 */
public final class OriginRule {
    private static final String ANY = "*";
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    /** Fetch Metadata, 2.3: the page has the origin of the server, or the user entered the address. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    /** The schemes of the Authorization header that browsers never send on their own. */
    private static final List<String> EXPLICIT_SCHEMES = List.of("bearer ", "apikey ");

    private final boolean any;
    private final List<OriginPattern> allowed;

    /**
     * Creates a rule with these listed origins: {@code https://example.com}, {@code https://*.example.com} for all subdomains, or
     * {@code *} for every origin.
     *
     * @throws IllegalArgumentException if a text is not an origin
     */
    public OriginRule(Set<String> allowed) {
        this.any = allowed.contains(ANY);
        this.allowed = allowed.stream()
                .filter(text -> !text.equals(ANY))
                .map(OriginPattern::parse)
                .toList();
    }

    /** Returns true if the method of the request is safe (RFC 9110, 9.2.1). */
    public static boolean isSafe(HttpRequest request) {
        return SAFE_METHODS.contains(request.method());
    }

    /** Returns true if a page of this origin may send the request. Safe methods pass, because a page cannot read the response. */
    public boolean permitsAction(HttpRequest request) {
        return isSafe(request) || hasExplicitCredentials(request) || isFromPermittedSite(request);
    }

    private boolean isFromPermittedSite(HttpRequest request) {
        var site = request.headers().all("sec-fetch-site");
        return site.isEmpty()
                ? permits(request)
                : lists(request) || (site.size() == 1 && OWN_SITE.contains(site.getFirst()));
    }

    /**
     * Returns true if the request has credentials that only a script can add. A page of another origin requires the permission of a
     * preflight request for them (Fetch Standard, 4.8).
     */
    private static boolean hasExplicitCredentials(HttpRequest request) {
        return request.headers().first("x-api-key").isPresent()
                || request.headers()
                        .first("authorization")
                        .filter(value -> EXPLICIT_SCHEMES.stream()
                                .anyMatch(scheme -> value.regionMatches(true, 0, scheme, 0, scheme.length())))
                        .isPresent();
    }

    /** Returns true if a page of this origin may open a WebSocket or a stream. */
    public boolean permits(HttpRequest request) {
        return any
                || request.headers().all("origin").isEmpty()
                || origin(request)
                        .filter(origin -> isSame(origin, request) || isListed(origin))
                        .isPresent();
    }

    /**
     * Returns true if the origin of the request is listed. The server's own host is not considered, because its page
     * may have been loaded over another scheme, where an attacker can modify it.
     */
    public boolean lists(HttpRequest request) {
        return any || origin(request).filter(this::isListed).isPresent();
    }

    /**
     * Returns the header fields that let pages of listed origins read the response (Fetch Standard, 3.3). Adds none if the response
     * has such fields from middleware.
     */
    public Headers sharing(HttpRequest request, Headers response) {
        var origin = request.headers().first("origin");
        if (origin.isEmpty() || !lists(request) || response.first(ALLOW_ORIGIN).isPresent()) {
            return Headers.empty();
        }
        // Responses for all origins must not depend on credentials.
        return any
                ? Headers.of(ALLOW_ORIGIN, ANY)
                : Headers.of(ALLOW_ORIGIN, origin.get())
                        .with("access-control-allow-credentials", "true")
                        .with("vary", "origin");
    }

    /** Returns the message for a rejected request; it names the origin and the setting. */
    public static String rejection(HttpRequest request, String setting) {
        var origins = request.headers().all("origin");
        return origins.isEmpty()
                ? "a request from another site is not allowed without an Origin header"
                : "the origin " + String.join(", ", origins) + " is not allowed: add it to " + setting;
    }

    private static Optional<Origin> origin(HttpRequest request) {
        var origins = request.headers().all("origin");
        return origins.size() == 1 ? Origin.parse(origins.getFirst()) : Optional.empty();
    }

    private boolean isListed(Origin origin) {
        return allowed.stream().anyMatch(pattern -> pattern.permits(origin));
    }

    /** The Host header has no scheme. The scheme of the origin is used, so that a proxy may terminate TLS. */
    private static boolean isSame(Origin origin, HttpRequest request) {
        var host = request.headers().first("host");
        return host.isPresent()
                && Origin.parse(origin.scheme() + "://" + host.get())
                        .filter(origin::equals)
                        .isPresent();
    }
}
