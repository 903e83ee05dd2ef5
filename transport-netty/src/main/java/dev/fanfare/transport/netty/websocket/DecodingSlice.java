package dev.fanfare.transport.netty.websocket;

/**
 * Limits the time for which the input of one connection is decoded before other connections of its loop continue. Confined to the
 * connection's event loop. The clock is read rarely, because a usual read ends after a few steps.
 */
final class DecodingSlice {
    private static final long MAX_NANOS = 1_000_000;
    private static final int STEPS_BETWEEN_CHECKS = 32;

    private int steps;
    private boolean timed;
    private long began;

    /** Begins a new slice. */
    void begin() {
        steps = 0;
        timed = false;
    }

    /** Counts decompression as several steps, because a few bytes can yield a whole message. */
    void onInflated() {
        steps += STEPS_BETWEEN_CHECKS / 2;
    }

    /** Counts a step. Returns true if the slice is over. */
    boolean isOver() {
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
