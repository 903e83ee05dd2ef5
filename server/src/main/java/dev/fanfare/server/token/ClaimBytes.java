package dev.fanfare.server.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Data for clients or the backend in a claim: JSON on one line, or arbitrary bytes. Immutable. */
public final class ClaimBytes {
    private final byte[] bytes;

    private ClaimBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static ClaimBytes of(byte[] bytes) {
        return new ClaimBytes(bytes.clone());
    }

    /** A text as UTF-8. */
    public static ClaimBytes utf8(String text) {
        return new ClaimBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** The bytes decoded as UTF-8; invalid bytes are replaced. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClaimBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the number of bytes only, because the bytes may be private. */
    @Override
    public String toString() {
        return "ClaimBytes[" + bytes.length + "]";
    }
}
