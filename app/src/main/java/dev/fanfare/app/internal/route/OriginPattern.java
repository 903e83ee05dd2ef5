package dev.fanfare.app.internal.route;

/** One allowed origin, or with {@code *.} all subdomains of its host. Immutable. */
record OriginPattern(Origin origin, boolean subdomains) {
    private static final String WILDCARD = "://*.";

    /**
     * Parses a pattern, such as {@code https://example.com} or {@code https://*.example.com}.
     *
     * @throws IllegalArgumentException if the text is not an origin (RFC 6454, 6.2)
     */
    static OriginPattern parse(String text) {
        boolean subdomains = text.contains(WILDCARD);
        var origin = Origin.parse(subdomains ? text.replace(WILDCARD, "://") : text)
                .orElseThrow(() -> new IllegalArgumentException("an allowed origin must have the form scheme://host, "
                        + "scheme://host:port, scheme://*.host or *, got '" + text + "'"));
        return new OriginPattern(origin, subdomains);
    }

    boolean permits(Origin other) {
        return origin.scheme().equals(other.scheme())
                && origin.port() == other.port()
                && (subdomains
                        ? other.host().endsWith("." + origin.host())
                        : other.host().equals(origin.host()));
    }
}
