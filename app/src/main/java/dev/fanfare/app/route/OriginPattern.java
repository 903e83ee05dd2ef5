package dev.fanfare.app.route;

/** Origins that are let in: one, or with {@code *} at the head of its host all below it. Immutable. */
record OriginPattern(Origin origin, boolean below) {
    private static final String WILDCARD = "://*.";

    /**
     * Reads a pattern, such as {@code https://example.com} or {@code https://*.example.com}.
     *
     * @throws IllegalArgumentException when it is no origin (RFC 6454, 6.2)
     */
    static OriginPattern parse(String text) {
        boolean below = text.contains(WILDCARD);
        var origin = Origin.parse(below ? text.replace(WILDCARD, "://") : text)
                .orElseThrow(() -> new IllegalArgumentException("an allowed origin is of the form scheme://host, "
                        + "scheme://host:port, scheme://*.host or *, not '" + text + "'"));
        return new OriginPattern(origin, below);
    }

    boolean permits(Origin other) {
        return origin.scheme().equals(other.scheme())
                && origin.port() == other.port()
                && (below
                        ? other.host().endsWith("." + origin.host())
                        : other.host().equals(origin.host()));
    }
}
