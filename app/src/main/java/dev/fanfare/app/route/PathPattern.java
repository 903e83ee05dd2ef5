package dev.fanfare.app.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path with placeholders, such as {@code /ws/{client_id}}; a placeholder stands for one segment. Immutable. */
public final class PathPattern {
    private final String pattern;
    private final List<String> segments;

    private PathPattern(String pattern) {
        this.pattern = pattern;
        this.segments = split(pattern);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it does not begin with a slash, a placeholder is malformed or named twice
     */
    public static PathPattern parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with '/', unlike '" + pattern + "'");
        }
        var parsed = new PathPattern(pattern);
        var names = new HashSet<String>();
        for (var segment : parsed.segments) {
            boolean braces = segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0;
            if (braces && !segment.matches("\\{[A-Za-z_][A-Za-z0-9_]*}")) {
                throw new IllegalArgumentException("'" + segment + "' in '" + pattern + "' is not of the form {name}");
            }
            if (braces && !names.add(segment)) {
                throw new IllegalArgumentException("'" + segment + "' stands twice in '" + pattern + "'");
            }
        }
        return parsed;
    }

    /** The decoded placeholders when the path, percent-encoded as it was sent, matches; a placeholder is never empty. */
    public Optional<Map<String, String>> match(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        var given = split(path);
        if (given.size() != segments.size()) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < given.size(); i++) {
            var want = segments.get(i);
            var have = decode(given.get(i));
            if (have.isEmpty()) {
                return Optional.empty();
            }
            if (want.startsWith("{") && !have.get().isEmpty()) {
                parameters.put(want.substring(1, want.length() - 1), have.get());
            } else if (!want.equals(have.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(parameters));
    }

    @Override
    public String toString() {
        return pattern;
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    /** RFC 3986, 2.1; a plus sign is a plus sign in a path. Empty when the encoding is malformed. */
    private static Optional<String> decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return Optional.of(segment);
        }
        try {
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
