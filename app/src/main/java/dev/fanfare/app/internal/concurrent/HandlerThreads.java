package dev.fanfare.app.internal.concurrent;

import dev.fanfare.core.concurrent.CountLatch;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** The virtual threads that run application code. Thread-safe. */
public final class HandlerThreads {
    private final ThreadFactory factory =
            Thread.ofVirtual().name("fanfare-handler-", 0).factory();
    private static final ThreadLocal<Boolean> IS_HANDLER = ThreadLocal.withInitial(() -> false);

    private final CountLatch running = new CountLatch();

    /** Runs the code on a new virtual thread. It must not throw. */
    public void start(Runnable code) {
        running.enter();
        factory.newThread(() -> {
                    IS_HANDLER.set(true);
                    try {
                        code.run();
                    } finally {
                        running.leave();
                    }
                })
                .start();
    }

    /** Returns true on a virtual thread of any application. */
    public static boolean isHandler() {
        return IS_HANDLER.get();
    }

    /** Waits until all code has ended; returns false on timeout. */
    public boolean awaitEnd(Duration time) {
        return running.awaitZero(time);
    }
}
