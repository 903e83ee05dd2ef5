package dev.fanfare.app.internal.files;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a file that a client requests (RFC 9110, 14.1.2). Immutable.
 *
 * @param offset the first byte
 * @param length the number of bytes; 0 if the range is not satisfiable
 */
record ByteRange(long offset, long length) {
    /** Numbers of up to 18 digits are less than 2^63. */
    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=([0-9]{0,18})-([0-9]{0,18})");

    private static final ByteRange UNSATISFIABLE = new ByteRange(0, 0);

    /**
     * Parses the value of a Range field. Empty if it is malformed, has another unit or contains several ranges; the client then
     * gets the whole file (RFC 9110, 14.2).
     */
    static Optional<ByteRange> parse(String field, long size) {
        var match = SINGLE.matcher(field.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var first = match.group(1);
        var last = match.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(last), size));
        }
        long begin = Long.parseLong(first);
        long end = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (end < begin) {
            return Optional.empty();
        }
        return Optional.of(begin >= size ? UNSATISFIABLE : new ByteRange(begin, Math.min(end, size - 1) - begin + 1));
    }

    boolean isSatisfiable() {
        return length > 0;
    }

    /** Returns the value of the Content-Range field (RFC 9110, 14.4). */
    String contentRange(long size) {
        return isSatisfiable() ? "bytes " + offset + "-" + (offset + length - 1) + "/" + size : "bytes */" + size;
    }

    private static ByteRange suffix(long length, long size) {
        long covered = Math.min(length, size);
        return covered == 0 ? UNSATISFIABLE : new ByteRange(size - covered, covered);
    }
}
