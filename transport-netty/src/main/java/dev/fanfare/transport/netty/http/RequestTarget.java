package dev.fanfare.transport.netty.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request line points at (RFC 9112, 3.2). Immutable.
 *
 * @param authority the host that an absolute target names; it goes before the Host field. Null when it names none
 * @param path begins with a slash, or is the asterisk that stands for the server as a whole
 * @param query empty when there is none
 */
record RequestTarget(@Nullable String authority, String path, String query) {
    private static final String ASTERISK = "*";
    private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?)://([^/?#]*)([^?#]*)(\\?[^#]*)?");
    /** Longer than any name of DNS with a port. */
    private static final int MAX_HOST_CHARS = 300;
    /** RFC 3986, 3.2.2: an address in brackets, or a name; a user's name may not stand before it (RFC 9110, 4.2.4). */
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-fvV:.]+\\]|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(:[0-9]{0,5})?");

    /** The target as it is written; empty when it is none of a path, a URI, or OPTIONS' asterisk. */
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

    /** True for a host with or without a port (RFC 9110, 7.2). */
    static boolean isHost(String text) {
        return text.length() <= MAX_HOST_CHARS && HOST.matcher(text).matches();
    }

    /** True for the asterisk. */
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
