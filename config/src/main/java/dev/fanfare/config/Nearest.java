package dev.fanfare.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Nearest {
    /** Longer names are no slips of the pen. */
    private static final int MAX_CHARS = 80;

    private Nearest() {}

    /** The candidate that differs least, unless it differs in more than a third of the name. */
    static Optional<String> to(String name, Collection<String> candidates) {
        var written = name.toLowerCase(Locale.ROOT);
        return written.length() > MAX_CHARS
                ? Optional.empty()
                : candidates.stream()
                        .filter(candidate ->
                                distance(written, candidate.toLowerCase(Locale.ROOT)) <= 1 + candidate.length() / 3)
                        .min(Comparator.comparingInt(
                                candidate -> distance(written, candidate.toLowerCase(Locale.ROOT))));
    }

    /** How many characters must be inserted, removed or replaced (Levenshtein). */
    static int distance(String left, String right) {
        var row = new int[right.length() + 1];
        for (var column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (var line = 1; line <= left.length(); line++) {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column < row.length; column++) {
                var replaced = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[right.length()];
    }
}
