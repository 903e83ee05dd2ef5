package dev.fanfare.app.internal;

import dev.fanfare.core.concurrent.CountLatch;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** The virtual threads that run application code. Thread-safe. */
public final class HandlerThreads {
    private final ThreadFactory factory =
            Thread.ofVirtual().name("fanfare-handler-", 0).factory();
    private final CountLatch running = new CountLatch();

    /** Runs the code on a virtual thread of its own. It must not throw. */
    public void start(Runnable code) {
        running.enter();
        factory.newThread(() -> {
                    try {
                        code.run();
                    } finally {
                        running.leave();
                    }
                })
                .start();
    }

    /** Waits until all code has ended; false when the time was over first. */
    public boolean awaitEnd(Duration time) {
        return running.awaitZero(time);
    }
}
