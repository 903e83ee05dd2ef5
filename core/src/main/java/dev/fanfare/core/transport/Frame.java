package dev.fanfare.core.transport;

/**
 * Bytes ready for the wire of one kind of receiver, transport framing included, shared by all of that kind. Immutable,
 * and an ordinary garbage-collected object: nobody retains or releases it.
 */
public final class Frame {
    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A frame of these bytes, which nobody may change from now on. */
    public static Frame of(byte[] bytes) {
        return new Frame(bytes);
    }

    /** The bytes themselves, not a copy: read only. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of bytes on the wire. */
    public int size() {
        return bytes.length;
    }
}
