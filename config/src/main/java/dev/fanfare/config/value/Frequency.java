package dev.fanfare.config.value;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A rate, written as {@code 30/1s}; an empty text means no limit. Immutable.
 *
 * @param count operations in each period; 0 if there is no limit
 */
public record Frequency(int count, Duration per) {
    /** No limit. */
    public static final Frequency UNLIMITED = new Frequency(0, Duration.ZERO);

    private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,8})/(.+)");

    /**
     * Parses the text of an option.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static Frequency parse(String text) {
        if (text.isEmpty()) {
            return UNLIMITED;
        }
        var matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number, a slash and a duration");
        }
        var per = TimeSpan.parse(matcher.group(2));
        if (per.isZero()) {
            throw new IllegalArgumentException("the period is zero");
        }
        return new Frequency(Integer.parseInt(matcher.group(1)), per);
    }

    /** Whether there is a limit. */
    public boolean isSet() {
        return count > 0;
    }
}
