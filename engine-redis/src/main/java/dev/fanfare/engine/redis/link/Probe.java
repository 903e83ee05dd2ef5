package dev.fanfare.engine.redis.link;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Messages that a node sends to itself, to see that Pub/Sub delivers. At most one is under way. Confined to the link's loop.
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

    /** The next one to send. */
    byte[] next(long nowNanos) {
        number++;
        sentNanos = nowNanos;
        underWay = true;
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** True when this is the one that is under way; it has come back. */
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

    /** The connection is gone, and what was under way with it. */
    void forget() {
        underWay = false;
    }
}
