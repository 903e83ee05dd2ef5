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
        unstarted(code).start();
    }

    /** Runs the code as above; on an event loop, its thread starts together with others of the same turn. */
    public void start(Runnable code, Wakeups wakeups) {
        wakeups.execute(unstarted(code)::start);
    }

    private Thread unstarted(Runnable code) {
        running.enter();
        return factory.newThread(() -> {
            IS_HANDLER.set(true);
            try {
                code.run();
            } finally {
                running.leave();
            }
        });
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
