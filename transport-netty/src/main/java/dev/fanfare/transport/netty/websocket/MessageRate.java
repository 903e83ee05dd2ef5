package dev.fanfare.transport.netty.websocket;

import java.util.concurrent.TimeUnit;

/** Limits the rate of messages; a burst may have the messages of one second. Confined to the connection's event loop. */
final class MessageRate {
    private final long nanosPerMessage;
    private final long burstNanos;
    /** The time at which the accepted messages would be due at the exact rate. */
    private long due;

    /** Creates a limit; 0 for none. */
    MessageRate(int messagesPerSecond, long nanoTime) {
        this.nanosPerMessage = messagesPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
        this.burstNanos = nanosPerMessage * messagesPerSecond;
        this.due = nanoTime;
    }

    /** Whether there is no limit, so that the time need not be read. */
    boolean isUnlimited() {
        return nanosPerMessage == 0;
    }

    /** Counts a message. Returns false if it exceeds the rate. */
    boolean accept(long nanoTime) {
        long next = (due - nanoTime < 0 ? nanoTime : due) + nanosPerMessage;
        if (next - nanoTime > burstNanos) {
            return false;
        }
        due = next;
        return true;
    }
}
