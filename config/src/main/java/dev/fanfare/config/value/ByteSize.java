package dev.fanfare.config.value;

import java.util.regex.Pattern;

/**
 * A number of bytes, written as {@code 64KiB}, {@code 1MiB} or a plain number. Immutable.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB)?");
    private static final String[] UNITS = {"", "KiB", "MiB", "GiB"};
    private static final int BITS_PER_UNIT = 10;

    /**
     * Parses the text of an option.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static ByteSize parse(String text) {
        var matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number of bytes");
        }
        var unit = matcher.group(2);
        var bytes = Long.parseLong(matcher.group(1));
        for (var power = 1; power < UNITS.length; power++) {
            if (UNITS[power].equals(unit)) {
                bytes <<= BITS_PER_UNIT * power;
            }
        }
        return new ByteSize(bytes);
    }
}
