package dev.fanfare.protocol.centrifuge.delta;

import java.io.ByteArrayOutputStream;

/** Applies a delta and verifies it as strictly as clients do. */
public final class FossilPatch {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    private final byte[] base;
    private final byte[] delta;
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();
    private int at;

    private FossilPatch(byte[] base, byte[] delta) {
        this.base = base;
        this.delta = delta;
    }

    public static byte[] apply(byte[] base, byte[] delta) {
        return new FossilPatch(base, delta).apply();
    }

    private byte[] apply() {
        long length = number();
        require(next() == '\n', "no length");
        while (true) {
            long number = number();
            switch (next()) {
                case '@' -> copy((int) number);
                case ':' -> literal((int) number);
                case ';' -> {
                    require(target.size() == length, "another length than " + length);
                    require(number == checksum(target.toByteArray()), "bad checksum");
                    require(at == delta.length, "bytes after the end");
                    return target.toByteArray();
                }
                default -> throw new IllegalArgumentException("unknown operation");
            }
        }
    }

    private void copy(int length) {
        int offset = (int) number();
        require(next() == ',', "no end of a copy");
        require(offset + length <= base.length, "a copy beyond the base");
        target.write(base, offset, length);
    }

    private void literal(int length) {
        require(at + length <= delta.length, "a literal beyond the delta");
        target.write(delta, at, length);
        at += length;
    }

    private long number() {
        long number = 0;
        int from = at;
        for (int digit = digit(); digit >= 0; digit = digit()) {
            number = (number << 6) + digit;
            at++;
        }
        require(at > from, "no number");
        return number;
    }

    private int digit() {
        return at < delta.length ? DIGITS.indexOf(delta[at]) : -1;
    }

    private char next() {
        require(at < delta.length, "cut off");
        return (char) delta[at++];
    }

    private static long checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 4) {
            for (int j = 0; j < 4; j++) {
                sum += (i + j < bytes.length ? bytes[i + j] & 0xFFL : 0) << (24 - 8 * j);
            }
        }
        return sum & 0xFFFFFFFFL;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise + ", at " + at);
        }
    }
}
