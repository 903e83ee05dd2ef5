package dev.fanfare.core.transport;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.model.client.CloseReason;
import java.net.SocketAddress;

/** An open client connection that sends frames. Confined to the connection's event loop, except for {@link #loop}. */
public interface Connection {
    /** The longest message, uncompressed, of a client that is not admitted; see {@link #admit}. */
    int MAX_BYTES_BEFORE_ADMISSION = 64 * 1024;
    /**
     * A connection whose transport holds more unsent bytes is not writable. Fewer bytes count in no budget. Lower
     * values cost two events for each larger batch.
     */
    int MAX_UNCOUNTED_BYTES = 16 * 1024;

    /** Returns the loop that owns this connection for its lifetime. Thread-safe. */
    EventLoop loop();

    /** Returns how messages are framed on this connection. */
    Framing framing();

    /** Returns the address of the peer. */
    SocketAddress remoteAddress();

    /**
     * Returns true if the transport accepts more bytes without buffering them. After false, {@link
     * ConnectionListener#onWritable} reports the change to true, when everything is sent.
     */
    boolean isWritable();

    /** Returns true if connections share the buffer of a batch that they could not send; false if each has a copy. */
    default boolean sharesUnsent() {
        return true;
    }

    /**
     * Writes and flushes a batch that this connection's loop has joined. Has no effect once the connection is
     * closing.
     */
    void write(FrameBatch batch);

    /** Returns the account of the memory that this connection holds. Its transport closes it with the connection. */
    MemoryAccount memory();

    /**
     * Records that the application or the protocol has accepted the client. Lifts the limit of {@value
     * #MAX_BYTES_BEFORE_ADMISSION} bytes per message. The connection no longer counts as unauthenticated. Idempotent.
     */
    default void admit() {}

    /** Stops reading from the peer, pongs included. Messages that have already arrived are not delivered either. */
    void pauseReading();

    /** Resumes reading. */
    void resumeReading();

    /**
     * Starts the transport's closing handshake, which ends within the transport's time limit. Idempotent; the first
     * reason counts.
     */
    void close(CloseReason reason);
}
