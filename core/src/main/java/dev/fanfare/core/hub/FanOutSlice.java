package dev.fanfare.core.hub;

import dev.fanfare.core.transport.EventLoop;

/** How much of its loop one task may take: so many subscribers, or so much time. Confined to the task. */
final class FanOutSlice {
    /** Subscribers served between two looks at the clock. */
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

    /** How many to serve before the next {@link #spend}. */
    int next() {
        return Math.min(CLOCK_INTERVAL, subscribersLeft);
    }

    void spend(int subscribers) {
        subscribersLeft -= subscribers;
        timeOver = loop.nanoTime() - endNanos >= 0;
    }
}
