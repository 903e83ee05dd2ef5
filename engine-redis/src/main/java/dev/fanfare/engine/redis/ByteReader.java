package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a {@link ByteWriter} wrote; fails with {@link EngineException} on anything else. Not thread-safe. */
final class ByteReader {
    private static final int SEVEN_BITS = 7;
    private static final int MORE = 0x80;
    private static final int MAX_SHIFT = 63;

    private final byte[] bytes;
    private int place;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int read() {
        if (place >= bytes.length) {
            throw truncated();
        }
        return bytes[place++] & 0xFF;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < MAX_SHIFT; shift += SEVEN_BITS) {
            int next = read();
            value |= (long) (next & (MORE - 1)) << shift;
            if (next < MORE) {
                return value;
            }
        }
        throw new EngineException("a message has a number that is too long, at byte " + place);
    }

    /** Eight bytes, the highest first. */
    long fixedNumber() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | read();
        }
        return value;
    }

    String text() {
        return text(number());
    }

    String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    byte[] bytes(long length) {
        if (length < 0 || length > bytes.length - place) {
            throw truncated();
        }
        int from = place;
        place += (int) length;
        return Arrays.copyOfRange(bytes, from, place);
    }

    /** All that is left. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, place, bytes.length);
    }

    private EngineException truncated() {
        return new EngineException("a message of " + bytes.length + " bytes ends too early, at byte " + place);
    }
}
