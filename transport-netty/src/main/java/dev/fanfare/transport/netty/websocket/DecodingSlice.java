package dev.fanfare.transport.netty.websocket;

/**
 * Limits the work for the input of one connection before other connections of its loop continue. Confined to the connection's event
 * loop. The clock is read rarely, because a usual read ends after a few steps. Decompressed data is limited by its size, because
 * many connections can receive a compressed message at the same time.
 */
final class DecodingSlice {
    private static final long MAX_NANOS = 1_000_000;
    private static final int STEPS_BETWEEN_CHECKS = 32;
    private static final int MAX_INFLATED_BYTES = 64 << 10;
    /** What a small piece counts, because the decompressor itself takes time. */
    private static final int MIN_INFLATED_BYTES = 1 << 10;

    private int steps;
    private long inflatedBytes;
    private boolean timed;
    private long began;

    /** Begins a new slice. */
    void begin() {
        steps = 0;
        inflatedBytes = 0;
        timed = false;
    }

    /** Counts a decompressed piece. */
    void onInflated(int bytes) {
        inflatedBytes += Math.max(bytes, MIN_INFLATED_BYTES);
    }

    /** Counts a step. Returns true if the slice is over. */
    boolean isOver() {
        if (inflatedBytes >= MAX_INFLATED_BYTES) {
            return true;
        }
        if (++steps < STEPS_BETWEEN_CHECKS) {
            return false;
        }
        steps = 0;
        long now = System.nanoTime();
        if (!timed) {
            timed = true;
            began = now;
        }
        return now - began > MAX_NANOS;
    }
}
