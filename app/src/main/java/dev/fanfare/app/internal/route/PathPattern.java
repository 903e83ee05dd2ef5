package dev.fanfare.app.internal.route;

import dev.fanfare.app.internal.route.Segment.Placeholder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with placeholders, such as {@code /ws/{client_id}}. Immutable.
 *
 * <p>A placeholder matches one non-empty segment. It may have a converter: {@code {id:int}}, {@code {id:long}}, {@code {id:uuid}},
 * {@code {code:[A-Z]{3}}} for a regular expression, and as the last segment {@code {rest:path}} for the rest of the path, including
 * slashes; the rest may be empty.
 */
public final class PathPattern {
    private final String pattern;
    private final List<Segment> segments;

    private PathPattern(String pattern, List<Segment> segments) {
        this.pattern = pattern;
        this.segments = segments;
    }

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException if the text does not start with a slash, if a placeholder is malformed or duplicate, or if a
     *     placeholder for the rest is not the last segment
     */
    public static PathPattern parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a path must start with '/', got '" + pattern + "'");
        }
        var segments = new ArrayList<Segment>();
        try {
            split(pattern.substring(1)).forEach(text -> segments.add(Segment.parse(text)));
            requireValid(segments);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("invalid path '" + pattern + "': " + malformed.getMessage(), malformed);
        }
        return new PathPattern(pattern, List.copyOf(segments));
    }

    /** Returns the decoded placeholders if the path matches. */
    public Optional<Map<String, String>> match(RequestPath path) {
        var given = path.segments();
        if (hasRest() ? given.size() < segments.size() : given.size() != segments.size()) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < segments.size(); i++) {
            boolean rest = hasRest() && i == segments.size() - 1;
            var value = rest ? String.join("/", given.subList(i, given.size())) : given.get(i);
            var segment = segments.get(i);
            if (!segment.matches(value)) {
                return Optional.empty();
            }
            if (segment instanceof Placeholder placeholder) {
                parameters.put(placeholder.name(), value);
            }
        }
        return Optional.of(Map.copyOf(parameters));
    }

    /** Returns true if the pattern certainly matches all paths that the other one matches. */
    boolean covers(PathPattern other) {
        int last = segments.size() - 1;
        if (hasRest() ? other.segments.size() <= last : other.segments.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            boolean rest = hasRest() && i == last;
            if (!rest && !segments.get(i).covers(other.segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean hasRest() {
        return segments.getLast() instanceof Placeholder placeholder && placeholder.isRest();
    }

    /** Returns the number of segments. */
    public int size() {
        return segments.size();
    }

    @Override
    public String toString() {
        return pattern;
    }

    /** Splits at the slashes outside of braces. */
    private static List<String> split(String pattern) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '{' -> depth++;
                case '}' -> depth--;
                case '/' -> {
                    if (depth == 0) {
                        parts.add(pattern.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(pattern.substring(start));
        return parts;
    }

    private static void requireValid(List<Segment> segments) {
        var names = new HashSet<String>();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i) instanceof Placeholder placeholder) {
                if (!names.add(placeholder.name())) {
                    throw new IllegalArgumentException("duplicate placeholder {" + placeholder.name() + "}");
                }
                if (placeholder.isRest() && i < segments.size() - 1) {
                    throw new IllegalArgumentException("{" + placeholder.name() + ":path} must be the last segment");
                }
            }
        }
    }
}
