package dev.fanfare.core.transport;

import java.util.List;

/** Encoded bytes, including transport framing, that all receivers of one wire format share. Thread-safe. */
public final class Frame extends QueuedBytes {
    private final byte[] head;
    private final List<MessagePart> parts;
    private final List<MessagePart> sharedParts;
    private final int size;

    private Frame(byte[] head, List<MessagePart> parts, List<MessagePart> sharedParts, int size) {
        this.head = head;
        this.parts = parts;
        this.sharedParts = sharedParts;
        this.size = size;
    }

    /** Creates a frame of these bytes; the caller must not modify them afterwards. */
    public static Frame of(byte[] bytes) {
        return new Frame(bytes, List.of(), List.of(), bytes.length);
    }

    /** Creates a frame of a head and parts, which other frames may share; the caller must not modify them afterwards. */
    public static Frame of(byte[] head, MessageParts message) {
        var shared = message.parts().stream().filter(MessagePart::isShared).toList();
        return new Frame(head, message.parts(), shared, head.length + message.size());
    }

    /** Returns all bytes, which callers must not modify. Copies them if the frame has parts. */
    public byte[] bytes() {
        return parts.isEmpty() ? head : MessageParts.joined(head, parts);
    }

    /** Returns the first bytes, which callers must not modify: all bytes if there are no parts. */
    public byte[] head() {
        return head;
    }

    /** Returns the parts after the head, in order. */
    public List<MessagePart> parts() {
        return parts;
    }

    /** Returns the parts that other frames may share. */
    public List<MessagePart> sharedParts() {
        return sharedParts;
    }

    /** Returns the number of bytes on the wire. */
    @Override
    public int size() {
        return size;
    }
}
