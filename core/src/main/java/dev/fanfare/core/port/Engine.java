package dev.fanfare.core.port;

/**
 * All ports on one backing system, as one node uses them. Thread-safe.
 *
 * <p>Whether channels may have history depends on the broker: only a {@link HistoryBroker} keeps one.
 */
public interface Engine extends AutoCloseable {
    Broker broker();

    PresenceStore presence();

    Cluster cluster();

    /** False while the backing system can't be reached, or does not deliver. Returns at once. */
    default boolean isReady() {
        return true;
    }

    /**
     * Which channels have clients.
     *
     * @throws IllegalStateException when this engine does not know
     */
    default Occupancy occupancy() {
        throw new IllegalStateException("this engine does not know which channels have clients: " + this);
    }

    /** Closes all ports. Idempotent. */
    @Override
    void close();
}
