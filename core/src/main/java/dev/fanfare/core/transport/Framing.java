package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;

/** Wraps messages into {@link Frame}s for one transport. Immutable. */
public interface Framing {
    /** Returns the name used in frame keys; framings with equal names produce equal bytes. */
    String name();

    /** Returns the frame of a complete message: text for TEXT and JSON, binary for BINARY. */
    Frame message(Payload payload);

    /** Returns the frame of a complete message without compression. */
    default Frame uncompressed(Payload payload) {
        return message(payload);
    }

    /** Returns the frame of a complete message in parts. A framing that does not change the bytes shares the parts. */
    default Frame message(MessageParts message) {
        return message(message.joined());
    }

    /** Returns the frame of a complete message in parts, without compression. */
    default Frame uncompressed(MessageParts message) {
        return uncompressed(message.joined());
    }

    /** Returns a ping frame; the answer arrives at {@link ConnectionListener#onPong}. */
    Frame ping();
}
