package dev.fanfare.app.route;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a page comes from (RFC 6454, 4), in lower case, with the port that its scheme means. Immutable. */
record Origin(String scheme, String host, int port) {
    private static final int NO_PORT = -1;
    /** RFC 6454, 6.2, with whatever a name or an address in brackets may consist of. */
    private static final Pattern SERIALISED =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(\\[[0-9a-f:.]+]|[^\\s/?#@:*\\[\\]\\\\]+)(?::([0-9]{1,5}))?");

    /** Reads the serialisation of an origin; empty when it is none, as {@code null} is. */
    static Optional<Origin> parse(String text) {
        var parts = SERIALISED.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        var scheme = parts.group(1);
        int port = parts.group(3) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(3));
        return Optional.of(new Origin(scheme, parts.group(2), port));
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> NO_PORT;
        };
    }
}
