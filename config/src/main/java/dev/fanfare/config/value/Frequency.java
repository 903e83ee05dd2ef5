package dev.fanfare.config.value;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * So many in so much time, written as {@code 30/1s}, or nothing for as many as one likes. Immutable.
 *
 * @param count 0 when it is not set
 */
public record Frequency(int count, Duration per) {
    /** As many as one likes. */
    public static final Frequency UNLIMITED = new Frequency(0, Duration.ZERO);

    private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,8})/(.+)");

    /**
     * Reads what an operator wrote.
     *
     * @throws IllegalArgumentException when the text is no frequency
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
            throw new IllegalArgumentException("in no time");
        }
        return new Frequency(Integer.parseInt(matcher.group(1)), per);
    }

    /** True when there is a limit. */
    public boolean isSet() {
        return count > 0;
    }

    @Override
    public String toString() {
        return isSet() ? count + "/" + TimeSpan.print(per) : "";
    }
}
