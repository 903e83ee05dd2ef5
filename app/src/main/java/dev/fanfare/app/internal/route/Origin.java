package dev.fanfare.app.internal.route;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The origin of a page (RFC 6454, 4) in lower case, with the default port of its scheme. Immutable. */
record Origin(String scheme, String host, int port) {
    private static final int NO_PORT = -1;
    /** RFC 6454, 6.2; the host is a name or an address in brackets. */
    private static final Pattern SERIALISED =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(\\[[0-9a-f:.]+]|[^\\s/?#@:*\\[\\]\\\\]+)(?::([0-9]{1,5}))?");

    /** Parses a serialised origin; empty if the text is not one, such as {@code null}. */
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
