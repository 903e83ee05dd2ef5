package dev.fanfare.transport.netty.websocket;

import java.util.concurrent.TimeUnit;

/** Counts messages against a rate: so many a second, and as many at once after silence. Not thread-safe. */
final class MessageRate {
    private final long nanosPerMessage;
    private final long burstNanos;
    /** When everything that was let through would have been due at the plain rate. */
    private long due;

    /** So many a second; 0 for any number. */
    MessageRate(int messagesPerSecond, long nanoTime) {
        this.nanosPerMessage = messagesPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
        this.burstNanos = nanosPerMessage * messagesPerSecond;
        this.due = nanoTime;
    }

    /** True when no message is ever too many, so that nobody need ask for the time. */
    boolean isUnlimited() {
        return nanosPerMessage == 0;
    }

    /** False when this one is too many. */
    boolean takes(long nanoTime) {
        long next = (due - nanoTime < 0 ? nanoTime : due) + nanosPerMessage;
        if (next - nanoTime > burstNanos) {
            return false;
        }
        due = next;
        return true;
    }
}
