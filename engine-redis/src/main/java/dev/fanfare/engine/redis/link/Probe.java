package dev.fanfare.engine.redis.link;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Messages of a node to itself, which verify that Pub/Sub delivers. Confined to the link's loop. At most one is in
 * transit.
 */
final class Probe {
    private final long intervalNanos;
    private final long timeoutNanos;
    private long number;
    private long sentNanos;
    private boolean underWay;
    private boolean accepted;

    Probe(Duration interval, Duration timeout) {
        intervalNanos = interval.toNanos();
        timeoutNanos = timeout.toNanos();
    }

    /** Returns the next probe to send. */
    byte[] next(long nowNanos) {
        number++;
        sentNanos = nowNanos;
        underWay = true;
        accepted = false;
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** The server has published a probe; its delivery is due within the timeout from now. */
    void accepted(byte[] message, long nowNanos) {
        if (isInTransit(message)) {
            accepted = true;
            sentNanos = nowNanos;
        }
    }

    /** Returns true if the message is the probe in transit, which has thus arrived. */
    boolean hasReturned(byte[] message) {
        if (!isInTransit(message)) {
            return false;
        }
        underWay = false;
        return true;
    }

    boolean isDue(long nowNanos) {
        return !underWay && nowNanos - sentNanos >= intervalNanos;
    }

    /**
     * Returns true if the probe is overdue. Until the server accepts it, the probe waits behind earlier commands, so it
     * is only overdue if nothing arrives.
     */
    boolean isLate(long nowNanos, long lastArrivalNanos) {
        long since = !accepted && lastArrivalNanos - sentNanos > 0 ? lastArrivalNanos : sentNanos;
        return underWay && nowNanos - since > timeoutNanos;
    }

    /** Discards the probe of a lost connection. */
    void forget() {
        underWay = false;
    }

    private boolean isInTransit(byte[] message) {
        return underWay
                && message.length == Long.BYTES
                && ByteBuffer.wrap(message).getLong() == number;
    }
}
