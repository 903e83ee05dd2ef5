package dev.fanfare.app.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request's path, split at its slashes and then decoded (RFC 3986, 2.4). Immutable.
 *
 * @param segments what stands between the slashes; a slash that was sent percent-encoded stands within a segment
 */
public record RequestPath(List<String> segments) {
    public RequestPath {
        segments = List.copyOf(segments);
    }

    /** The path, as it was sent; empty when it does not begin with a slash, or its encoding is malformed. */
    public static Optional<RequestPath> parse(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RequestPath(Stream.of(path.substring(1).split("/", -1))
                    .map(RequestPath::decode)
                    .toList()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** RFC 3986, 2.1; a plus sign is a plus sign in a path. */
    private static String decode(String segment) {
        return segment.indexOf('%') < 0
                ? segment
                : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
