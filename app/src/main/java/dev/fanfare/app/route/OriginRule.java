package dev.fanfare.app.route;

import dev.fanfare.model.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From which pages a browser may come here (RFC 6455, 10.2): without Origin it is no browser and passes; from the host and
 * port of the Host header it passes; else the list decides. Immutable.
 */
public final class OriginRule {
    private static final String ANY = "*";

    private final boolean any;
    private final List<OriginPattern> allowed;

    /**
     * A rule with these further origins: {@code https://example.com}, {@code https://*.example.com} for all names below, or
     * {@code *} for every page there is.
     *
     * @throws IllegalArgumentException when one is no origin
     */
    public OriginRule(Set<String> allowed) {
        this.any = allowed.contains(ANY);
        this.allowed = allowed.stream()
                .filter(text -> !text.equals(ANY))
                .map(OriginPattern::parse)
                .toList();
    }

    /** True when the request may do what a page of its origin wants. */
    public boolean permits(HttpRequest request) {
        return any
                || request.headers().all("origin").isEmpty()
                || origin(request)
                        .filter(origin -> isSame(origin, request) || isListed(origin))
                        .isPresent();
    }

    /**
     * True when the request is of a page of the list. The page of the same host is not, for it may have come by another scheme,
     * on which others can write it.
     */
    public boolean lists(HttpRequest request) {
        return any || origin(request).filter(this::isListed).isPresent();
    }

    /** The origin of the page, when it is of the list, as an answer names it; {@code *} when that stands for all pages. */
    public Optional<String> listed(HttpRequest request) {
        var named = request.headers().first("origin");
        return any ? named.map(page -> ANY) : named.filter(page -> lists(request));
    }

    private static Optional<Origin> origin(HttpRequest request) {
        var origins = request.headers().all("origin");
        return origins.size() == 1 ? Origin.parse(origins.getFirst()) : Optional.empty();
    }

    private boolean isListed(Origin origin) {
        return allowed.stream().anyMatch(pattern -> pattern.permits(origin));
    }

    /** The Host header has no scheme: the page's own is taken, so that a proxy that ends TLS does no harm. */
    private static boolean isSame(Origin origin, HttpRequest request) {
        var host = request.headers().first("host");
        return host.isPresent()
                && Origin.parse(origin.scheme() + "://" + host.get())
                        .filter(origin::equals)
                        .isPresent();
    }
}
