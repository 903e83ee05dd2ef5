package dev.fanfare.config.value;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses durations such as {@code 25s}, {@code 1m30s}, {@code 720h}, {@code 500ms} and {@code 0}. */
public final class TimeSpan {
    private static final Pattern WRITTEN =
            Pattern.compile("(?=\\d)(?:(\\d{1,9})h)?(?:(\\d{1,9})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    /** 876000h, which is one hundred years. Twice this duration fits into a {@code long} of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TimeSpan() {}

    /**
     * Parses the text of an option.
     *
     * @throws IllegalArgumentException if the text is invalid, or the duration is longer than 876000h
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        var matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration");
        }
        var span = Duration.ofHours(amount(matcher.group(1)))
                .plusMinutes(amount(matcher.group(2)))
                .plusSeconds(amount(matcher.group(3)))
                .plusMillis(amount(matcher.group(4)));
        if (span.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("longer than 876000h");
        }
        return span;
    }

    private static long amount(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
