package dev.fanfare.app.internal.route;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path of a request, split at slashes and then decoded (RFC 3986, 2.4). Immutable.
 *
 * @param segments the decoded segments; a percent-encoded slash is part of its segment
 */
public record RequestPath(List<String> segments) {
    /** A percent sign and two digits. */
    private static final int ENCODED_CHARS = 3;

    public RequestPath {
        segments = List.copyOf(segments);
    }

    /** Parses a path as sent; empty if it does not start with a slash or has a malformed encoding. */
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

    /** Decodes UTF-8 (RFC 3986, 2.1). A plus sign in a path is not a space. */
    private static String decode(String segment) {
        int next = segment.indexOf('%');
        if (next < 0) {
            return segment;
        }
        var decoded = new StringBuilder(segment.length());
        int end = 0;
        while (next >= 0) {
            decoded.append(segment, end, next);
            end = next;
            while (end < segment.length() && segment.charAt(end) == '%') {
                end += ENCODED_CHARS;
            }
            if (end > segment.length()) {
                throw new IllegalArgumentException("truncated percent-encoding");
            }
            decoded.append(utf8(segment.substring(next, end)));
            next = segment.indexOf('%', end);
        }
        return decoded.append(segment, end, segment.length()).toString();
    }

    private static CharBuffer utf8(String encoded) {
        try {
            var bytes = HexFormat.ofDelimiter("%").parseHex(encoded.substring(1));
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("not UTF-8", malformed);
        }
    }
}
