package dev.fanfare.protocol.centrifuge.client;

import java.time.Duration;

/**
 * Limits the work that one client causes, in bytes: those of its commands, those of their replies, and a fixed number for each
 * command. A client may use a burst of several seconds at once; a reply may exceed it, and the next command then waits until
 * bytes are available again. Confined to the connection's event loop.
 */
final class CommandPace {
    /** The bytes that each command counts in addition to its size, for its processor time. */
    static final int COMMAND_BYTES = 1024;
    /** The seconds after which an idle client may use the full burst. */
    static final int BURST_SECONDS = 4;

    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final int bytesPerSecond;
    private final long burst;
    private long available;
    private long lastNanos;

    CommandPace(int bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.burst = (long) BURST_SECONDS * bytesPerSecond;
        this.available = burst;
        this.lastNanos = nowNanos;
    }

    /** Counts bytes of commands or replies. */
    void charge(long bytes) {
        available -= bytes;
    }

    /** Returns 0 if the next command may start, otherwise the nanoseconds to wait. */
    long waitNanos(long nowNanos) {
        long passed = Math.min(nowNanos - lastNanos, BURST_SECONDS * NANOS_PER_SECOND);
        long refill = nanosToBytes(passed);
        if (refill > 0) {
            available = Math.min(burst, available + refill);
            lastNanos = nowNanos;
        }
        return available > 0 ? 0 : (1 - available) * NANOS_PER_SECOND / bytesPerSecond + 1;
    }

    private long nanosToBytes(long nanos) {
        return (long) ((double) nanos * bytesPerSecond / NANOS_PER_SECOND);
    }
}
