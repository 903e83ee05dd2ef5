package dev.fanfare.app.route;

import dev.fanfare.app.route.Segment.Placeholder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with placeholders: {@code /ws/{client_id}}. A placeholder stands for one segment, which is never empty. It may say
 * what it takes: {@code {id:int}}, {@code {id:long}}, {@code {id:uuid}}, {@code {code:[A-Z]{3}}} for a regular expression,
 * and at the end {@code {rest:path}} for all that is left, slashes included, be it nothing. Immutable.
 */
public final class PathPattern {
    private final String pattern;
    private final List<Segment> segments;

    private PathPattern(String pattern, List<Segment> segments) {
        this.pattern = pattern;
        this.segments = segments;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it does not begin with a slash, a placeholder is malformed or named twice, or
     *     one for the rest is not the last
     */
    public static PathPattern parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with '/', unlike '" + pattern + "'");
        }
        var segments = new ArrayList<Segment>();
        try {
            split(pattern.substring(1)).forEach(text -> segments.add(Segment.parse(text)));
            requireLawful(segments);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("in '" + pattern + "': " + malformed.getMessage(), malformed);
        }
        return new PathPattern(pattern, List.copyOf(segments));
    }

    /** The decoded placeholders when the path matches. */
    public Optional<Map<String, String>> match(RequestPath path) {
        var given = path.segments();
        if (takesRest() ? given.size() < segments.size() : given.size() != segments.size()) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < segments.size(); i++) {
            boolean rest = takesRest() && i == segments.size() - 1;
            var value = rest ? String.join("/", given.subList(i, given.size())) : given.get(i);
            var segment = segments.get(i);
            if (!segment.takes(value)) {
                return Optional.empty();
            }
            if (segment instanceof Placeholder placeholder) {
                parameters.put(placeholder.name(), value);
            }
        }
        return Optional.of(Map.copyOf(parameters));
    }

    private boolean takesRest() {
        return segments.getLast() instanceof Placeholder placeholder && placeholder.isRest();
    }

    /** Number of segments. */
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

    private static void requireLawful(List<Segment> segments) {
        var names = new HashSet<String>();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i) instanceof Placeholder placeholder) {
                if (!names.add(placeholder.name())) {
                    throw new IllegalArgumentException("{" + placeholder.name() + "} stands twice");
                }
                if (placeholder.isRest() && i < segments.size() - 1) {
                    throw new IllegalArgumentException(
                            "{" + placeholder.name() + ":path} takes all that is left and stands last");
                }
            }
        }
    }
}
