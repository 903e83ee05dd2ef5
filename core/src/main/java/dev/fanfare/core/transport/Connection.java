package dev.fanfare.core.transport;

import dev.fanfare.model.client.CloseReason;
import java.net.SocketAddress;

/** A client's open connection, able to carry frames. Confined to its event loop, but for {@link #loop}. */
public interface Connection {
    /** The loop that owns this connection for life. Thread-safe. */
    EventLoop loop();

    /** How messages are wrapped for this connection. */
    Framing framing();

    /** The peer's address. */
    SocketAddress remoteAddress();

    /**
     * True while the transport takes more bytes without piling them up. After false,
     * {@link ConnectionListener#onWritable} tells when it is true again.
     */
    boolean isWritable();

    /** Writes and flushes a batch of this connection's loop. Does nothing once closing. */
    void write(FrameBatch batch);

    /** Stops reading from the peer, so that it has to wait; pongs stay unread, too. */
    void pauseReading();

    /** Reads again. */
    void resumeReading();

    /**
     * Begins the transport's closing handshake and ends it within the transport's time limit, whatever the peer does.
     * Idempotent: the first reason counts.
     */
    void close(CloseReason reason);
}
