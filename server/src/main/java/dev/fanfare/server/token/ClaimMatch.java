package dev.fanfare.server.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an issuer or audience has to be. Immutable. */
public sealed interface ClaimMatch {
    /** Anything, and nothing, too. */
    static ClaimMatch any() {
        return new Any();
    }

    /** This text. */
    static ClaimMatch exactly(String value) {
        return new Exactly(value);
    }

    /**
     * A text that this regular expression matches from its beginning to its end. Named groups are written
     * {@code (?<tenant>...)} or {@code (?P<tenant>...)}; a name has letters and digits only.
     *
     * @throws java.util.regex.PatternSyntaxException when it is none
     */
    static ClaimMatch regex(String regex) {
        return new Regex(Pattern.compile(regex.replace("(?P<", "(?<")));
    }

    /** The named groups of the first value that matches, empty when none does. */
    Optional<Map<String, String>> match(List<String> values);

    /** The names of all groups that a match may have. */
    Set<String> groups();

    /** Anything, and nothing, too. */
    record Any() implements ClaimMatch {
        @Override
        public Optional<Map<String, String>> match(List<String> values) {
            return Optional.of(Map.of());
        }

        @Override
        public Set<String> groups() {
            return Set.of();
        }
    }

    /** One text. */
    record Exactly(String value) implements ClaimMatch {
        @Override
        public Optional<Map<String, String>> match(List<String> values) {
            return values.contains(value) ? Optional.of(Map.of()) : Optional.empty();
        }

        @Override
        public Set<String> groups() {
            return Set.of();
        }
    }

    /** Texts of a pattern. */
    record Regex(Pattern pattern) implements ClaimMatch {
        /** A longer one could make some patterns run for ever, or out of stack. */
        private static final int MAX_CHARS = 1024;

        @Override
        public Optional<Map<String, String>> match(List<String> values) {
            return values.stream()
                    .filter(value -> value.length() <= MAX_CHARS)
                    .flatMap(value -> match(value).stream())
                    .findFirst();
        }

        @Override
        public Set<String> groups() {
            return pattern.namedGroups().keySet();
        }

        private Optional<Map<String, String>> match(String value) {
            var matcher = pattern.matcher(value);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            var groups = new HashMap<String, String>();
            groups().forEach(name -> {
                var group = matcher.group(name);
                if (group != null) {
                    groups.put(name, group);
                }
            });
            return Optional.of(groups);
        }
    }
}
