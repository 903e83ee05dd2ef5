package dev.fanfare.core.transport;

/**
 * Encoded bytes, including transport framing, that all receivers of one wire format share. Immutable and
 * garbage-collected, without a reference count.
 */
public final class Frame {
    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Creates a frame of these bytes; the caller must not modify them afterwards. */
    public static Frame of(byte[] bytes) {
        return new Frame(bytes);
    }

    /** Returns the bytes without copying them; callers must not modify them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of bytes on the wire. */
    public int size() {
        return bytes.length;
    }
}
