package dev.fanfare.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the engine's binary format: numbers with seven bits per byte, strings with their length. Not thread-safe. */
final class ByteWriter {
    private static final int SEVEN_BITS = 7;
    private static final int MORE = 0x80;

    private byte[] buffer;
    private int size;

    /** Creates a writer. The result is not copied if the expected size is exact. */
    ByteWriter(int expectedSize) {
        buffer = new byte[expectedSize];
    }

    ByteWriter write(int oneByte) {
        reserve(1);
        buffer[size++] = (byte) oneByte;
        return this;
    }

    /** Writes a number of 0 or more in as few bytes as possible. */
    ByteWriter number(long value) {
        long rest = value;
        while (rest >= MORE) {
            write((int) (rest & (MORE - 1)) | MORE);
            rest >>>= SEVEN_BITS;
        }
        return write((int) rest);
    }

    ByteWriter text(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        return bytes(utf8);
    }

    /** Writes the bytes without their length. */
    ByteWriter bytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** Returns the bytes. Nothing is written afterwards. */
    byte[] toByteArray() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    private void reserve(int bytes) {
        if (bytes > buffer.length - size) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, bytes), size + size));
        }
    }
}
