package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the format of {@link ByteWriter}. Not thread-safe. Fails with {@link EngineException} on any other input. */
final class ByteReader {
    private static final int SEVEN_BITS = 7;
    private static final int MORE = 0x80;
    private static final int MAX_SHIFT = 63;

    private final byte[] bytes;
    private int index;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int read() {
        if (index >= bytes.length) {
            throw truncated();
        }
        return bytes[index++] & 0xFF;
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
        throw new EngineException("malformed message: the number is too long at byte " + index);
    }

    /** Reads eight bytes, most significant byte first. */
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
        if (length < 0 || length > bytes.length - index) {
            throw truncated();
        }
        int from = index;
        index += (int) length;
        return Arrays.copyOfRange(bytes, from, index);
    }

    /** Returns the remaining bytes. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, index, bytes.length);
    }

    private EngineException truncated() {
        return new EngineException("malformed message: " + bytes.length + " bytes end too early at byte " + index);
    }
}
