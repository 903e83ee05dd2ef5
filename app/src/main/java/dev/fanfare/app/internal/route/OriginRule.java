package dev.fanfare.app.internal.route;

import dev.fanfare.model.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the origin of a request (RFC 6455, 10.2). It permits requests without an Origin header, which no browser
 * sends, origins with the host and port of the Host header, and listed origins. Immutable.
 */
public final class OriginRule {
    private static final String ANY = "*";

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

    /** Returns true if the origin of the request is permitted. */
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

    /** Returns the listed origin for a response header; {@code *} if every origin is listed. */
    public Optional<String> listed(HttpRequest request) {
        var named = request.headers().first("origin");
        return any ? named.map(page -> ANY) : named.filter(page -> lists(request));
    }

    /** Returns the message for a rejected request; it names the origin and the setting. */
    public static String rejection(HttpRequest request) {
        return "the origin " + String.join(", ", request.headers().all("origin"))
                + " is not allowed: add it to the allowedOrigins setting of the server";
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
