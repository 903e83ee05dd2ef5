package dev.fanfare.core.port;

/**
 * The implementation of all ports on one backing system. Thread-safe.
 *
 * <p>Channels with history require a {@link HistoryBroker}.
 */
public interface Engine extends AutoCloseable {
    /** Describes the engine for the log, such as {@code redis}. */
    default String description() {
        return getClass().getSimpleName();
    }

    Broker broker();

    PresenceStore presence();

    Cluster cluster();

    /** Returns false if the backing system is unreachable or does not deliver. Does not block. */
    default boolean isReady() {
        return true;
    }

    /**
     * Returns the port that tracks which channels have clients.
     *
     * @throws IllegalStateException if this engine does not support it
     */
    default Occupancy occupancy() {
        throw new IllegalStateException("this engine does not track which channels have clients: " + this);
    }

    /** Closes all ports. Idempotent. */
    @Override
    void close();
}
