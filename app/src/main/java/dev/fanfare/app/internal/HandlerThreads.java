package dev.fanfare.app.internal;

import dev.fanfare.core.concurrent.CountLatch;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** The virtual threads that run application code. Thread-safe. */
public final class HandlerThreads {
    private final ThreadFactory factory =
            Thread.ofVirtual().name("fanfare-handler-", 0).factory();
    private static final ThreadLocal<Boolean> HANDLES = ThreadLocal.withInitial(() -> false);

    private final CountLatch running = new CountLatch();

    /** Runs the code on a virtual thread of its own. It must not throw. */
    public void start(Runnable code) {
        running.enter();
        factory.newThread(() -> {
                    HANDLES.set(true);
                    try {
                        code.run();
                    } finally {
                        running.leave();
                    }
                })
                .start();
    }

    /** True on a thread that runs application code for some application. */
    public static boolean isHandler() {
        return HANDLES.get();
    }

    /** Waits until all code has ended; false when the time was over first. */
    public boolean awaitEnd(Duration time) {
        return running.awaitZero(time);
    }
}
