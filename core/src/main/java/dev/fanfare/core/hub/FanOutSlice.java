package dev.fanfare.core.hub;

import dev.fanfare.core.transport.EventLoop;

/** Limits the work of one task on its loop, by number of subscribers and by time. Confined to the task. */
final class FanOutSlice {
    /** Number of subscribers served between two reads of the clock. */
    private static final int CLOCK_INTERVAL = 32;

    private final EventLoop loop;
    private final long endNanos;
    private int subscribersLeft;
    private boolean timeOver;

    FanOutSlice(EventLoop loop, HubSettings settings) {
        this.loop = loop;
        this.endNanos = loop.nanoTime() + settings.sliceTime().toNanos();
        this.subscribersLeft = settings.sliceSubscribers();
    }

    boolean isOver() {
        return subscribersLeft <= 0 || timeOver;
    }

    /** Returns how many subscribers to serve before the next {@link #spend}. */
    int next() {
        return Math.min(CLOCK_INTERVAL, subscribersLeft);
    }

    void spend(int subscribers) {
        subscribersLeft -= subscribers;
        timeOver = loop.nanoTime() - endNanos >= 0;
    }
}
