package dev.fanfare.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that is most similar to a misspelled one. */
final class Nearest {
    /** Longer names are not treated as misspellings, which bounds the cost. */
    private static final int MAX_CHARS = 80;

    private Nearest() {}

    /** The candidate with the smallest edit distance, unless the distance exceeds about a third of its length. */
    static Optional<String> to(String name, Collection<String> candidates) {
        var written = name.toLowerCase(Locale.ROOT);
        return written.length() > MAX_CHARS
                ? Optional.empty()
                : candidates.stream()
                        .filter(candidate -> distance(written, candidate) <= 1 + candidate.length() / 3)
                        .min(Comparator.comparingInt(candidate -> distance(written, candidate)));
    }

    /** The number of characters to insert, remove or replace (Levenshtein), ignoring case on the right. */
    private static int distance(String left, String right) {
        var lower = right.toLowerCase(Locale.ROOT);
        var row = new int[lower.length() + 1];
        Arrays.setAll(row, column -> column);
        for (var line = 1; line <= left.length(); line++) {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column < row.length; column++) {
                var replaced = diagonal + (left.charAt(line - 1) == lower.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[lower.length()];
    }
}
