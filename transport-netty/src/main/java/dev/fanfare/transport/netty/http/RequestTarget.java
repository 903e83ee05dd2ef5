package dev.fanfare.transport.netty.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request line (RFC 9112, 3.2). Immutable.
 *
 * @param authority host and port of an absolute target, which replace the Host field; null for other targets
 * @param path starts with a slash, or is an asterisk for the server as a whole
 * @param query without the question mark; empty if there is none
 */
record RequestTarget(@Nullable String authority, String path, String query) {
    private static final String ASTERISK = "*";
    private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?)://([^/?#]*)([^?#]*)(\\?[^#]*)?");
    /** More than the longest DNS name with a port. */
    private static final int MAX_HOST_CHARS = 300;
    /**
     * RFC 3986, 3.2.2: an address in brackets, or a name. User information is not allowed (RFC 9110, 4.2.4). The possessive
     * quantifiers avoid an attempt per character.
     */
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-fvV:.]++\\]|([A-Za-z0-9._~!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})++)(:[0-9]{0,5})?");

    /** Parses a target. Empty unless it is a path, an http or https URI, or the asterisk of OPTIONS. */
    static Optional<RequestTarget> parse(String method, String written) {
        if (written.equals(ASTERISK)) {
            return method.equals("OPTIONS") ? Optional.of(new RequestTarget(null, ASTERISK, "")) : Optional.empty();
        }
        if (written.startsWith("/")) {
            return written.indexOf('#') < 0 ? Optional.of(split(null, written)) : Optional.empty();
        }
        var absolute = ABSOLUTE.matcher(written);
        if (!absolute.matches() || !isHost(absolute.group(1))) {
            return Optional.empty();
        }
        var path = absolute.group(2).isEmpty() ? "/" : absolute.group(2);
        var query = absolute.group(3) == null ? "" : absolute.group(3);
        return Optional.of(split(absolute.group(1), path + query));
    }

    /** Whether the text is a host with or without a port (RFC 9110, 7.2). */
    static boolean isHost(String text) {
        return text.length() <= MAX_HOST_CHARS && HOST.matcher(text).matches();
    }

    /** Whether the target is the asterisk. */
    boolean isServer() {
        return path.equals(ASTERISK);
    }

    private static RequestTarget split(@Nullable String authority, String written) {
        int mark = written.indexOf('?');
        return new RequestTarget(
                authority,
                mark < 0 ? written : written.substring(0, mark),
                mark < 0 ? "" : written.substring(mark + 1));
    }
}
