package dev.fanfare.engine.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the engine's binary format: numbers with seven bits per byte, strings with their length. Not thread-safe. */
final class ByteWriter {
    private static final int SEVEN_BITS = 7;
    private static final int MORE = 0x80;

    private final ByteArrayOutputStream out;

    ByteWriter(int expectedSize) {
        out = new ByteArrayOutputStream(expectedSize);
    }

    ByteWriter write(int oneByte) {
        out.write(oneByte);
        return this;
    }

    /** Writes a number of 0 or more in as few bytes as possible. */
    ByteWriter number(long value) {
        long rest = value;
        while (rest >= MORE) {
            out.write((int) (rest & (MORE - 1)) | MORE);
            rest >>>= SEVEN_BITS;
        }
        out.write((int) rest);
        return this;
    }

    ByteWriter text(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        return bytes(utf8);
    }

    /** Writes the bytes without their length. */
    ByteWriter bytes(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
