package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;

/** How one transport wraps a message into a {@link Frame}. Immutable, thread-safe. */
public interface Framing {
    /** Names the framing in a frame key; two framings with one name yield the same bytes. */
    String name();

    /** A whole message: a text one for TEXT and JSON, a binary one for BINARY. */
    Frame message(Payload payload);

    /** Asks the peer for a sign of life, which arrives at {@link ConnectionListener#onPong}. */
    Frame ping();
}
