package dev.fanfare.core.transport;

/** A part of a message. Several messages can contain the same shared part, whose memory counts once. Thread-safe. */
public final class MessagePart extends QueuedBytes {
    /**
     * Size of the smallest part that is shared. A transport that could not send such a part at once is not writable
     * before it has sent the part.
     */
    public static final int MIN_SHARED_BYTES = Connection.MAX_UNCOUNTED_BYTES;

    private final byte[] bytes;
    private final boolean shared;

    private MessagePart(byte[] bytes, boolean shared) {
        this.bytes = bytes;
        this.shared = shared;
    }

    /** Creates a part of one message; the caller must not modify the bytes afterwards. */
    public static MessagePart own(byte[] bytes) {
        return new MessagePart(bytes, false);
    }

    /**
     * Creates a part that several messages can contain; the caller must not modify the bytes afterwards. Fewer than
     * {@value #MIN_SHARED_BYTES} bytes are copied and counted like a part of one message.
     */
    public static MessagePart shared(byte[] bytes) {
        return new MessagePart(bytes, bytes.length >= MIN_SHARED_BYTES);
    }

    /** Returns the bytes, which callers must not modify. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int size() {
        return bytes.length;
    }

    /** Returns true if the bytes count once for all messages that contain this part. */
    public boolean isShared() {
        return shared;
    }
}
