package dev.fanfare.config.value;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written as {@code 64KiB}, {@code 1MiB} or a plain number. Immutable.
 *
 * @param bytes the amount, never negative
 */
public record ByteSize(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB)?");
    private static final String[] UNITS = {"", "KiB", "MiB", "GiB"};
    private static final int BITS_OF_A_STEP = 10;
    private static final int STEP = 1 << BITS_OF_A_STEP;

    /**
     * Reads what an operator wrote.
     *
     * @throws IllegalArgumentException when the text is no amount of bytes
     */
    public static ByteSize parse(String text) {
        var matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an amount of bytes");
        }
        var unit = matcher.group(2);
        var bytes = Long.parseLong(matcher.group(1));
        for (var power = 1; power < UNITS.length; power++) {
            if (UNITS[power].equals(unit)) {
                bytes <<= BITS_OF_A_STEP * power;
            }
        }
        return new ByteSize(bytes);
    }

    /** The shortest text that {@link #parse} reads as this amount. */
    @Override
    public String toString() {
        var power = 0;
        var rest = bytes;
        while (rest > 0 && rest % STEP == 0 && power < UNITS.length - 1) {
            rest /= STEP;
            power++;
        }
        return String.format(Locale.ROOT, "%d%s", rest, UNITS[power]);
    }
}
