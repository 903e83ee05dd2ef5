package dev.fanfare.protocol.centrifuge.delta;

import java.util.Arrays;

/** Writes a delta that must be smaller than its target. Confined to one thread. */
final class DeltaWriter {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
    private static final int DIGIT_BITS = 6;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

    private final byte[] target;
    private final byte[] buffer;
    private int size;
    private boolean tooLong;

    DeltaWriter(byte[] target) {
        this.target = target;
        this.buffer = new byte[target.length - 1];
        number(target.length);
        put('\n');
    }

    /** The size of a copy instruction in bytes. */
    static int copySize(int length, int offset) {
        return digits(length) + digits(offset) + 2;
    }

    /** Appends a part of the base. */
    void copy(int length, int offset) {
        number(length);
        put('@');
        number(offset);
        put(',');
    }

    /** Appends a part of the target as a literal; an empty part adds nothing. */
    void literal(int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        number(length);
        put(':');
        if (buffer.length - size < length) {
            tooLong = true;
        } else {
            System.arraycopy(target, from, buffer, size, length);
            size += length;
        }
    }

    /** Ends the delta with the sum of the big-endian words of the target; the last word is padded with zeros. */
    void checksum() {
        int sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum += (target[i] & 0xFF) << (Byte.SIZE * (3 - i % Integer.BYTES));
        }
        number(sum);
        put(';');
    }

    /** True if the delta is not smaller than the target. */
    boolean isTooLong() {
        return tooLong;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void number(int unsigned) {
        for (int digit = digits(unsigned) - 1; digit >= 0; digit--) {
            put(DIGITS.charAt((unsigned >>> (digit * DIGIT_BITS)) & DIGIT_MASK));
        }
    }

    private static int digits(int unsigned) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(unsigned);
        return Math.max(1, (bits + DIGIT_BITS - 1) / DIGIT_BITS);
    }

    private void put(char ascii) {
        if (size == buffer.length) {
            tooLong = true;
        } else {
            buffer[size++] = (byte) ascii;
        }
    }
}
