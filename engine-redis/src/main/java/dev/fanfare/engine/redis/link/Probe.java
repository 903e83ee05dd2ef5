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

    Probe(Duration interval, Duration timeout) {
        intervalNanos = interval.toNanos();
        timeoutNanos = timeout.toNanos();
    }

    /** Returns the next probe to send. */
    byte[] next(long nowNanos) {
        number++;
        sentNanos = nowNanos;
        underWay = true;
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Returns true if the message is the probe in transit, which has thus arrived. */
    boolean hasReturned(byte[] message) {
        if (!underWay
                || message.length != Long.BYTES
                || ByteBuffer.wrap(message).getLong() != number) {
            return false;
        }
        underWay = false;
        return true;
    }

    boolean isDue(long nowNanos) {
        return !underWay && nowNanos - sentNanos >= intervalNanos;
    }

    boolean isLate(long nowNanos) {
        return underWay && nowNanos - sentNanos > timeoutNanos;
    }

    /** Discards the probe of a lost connection. */
    void forget() {
        underWay = false;
    }
}
