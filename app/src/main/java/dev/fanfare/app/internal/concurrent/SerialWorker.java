package dev.fanfare.app.internal.concurrent;

import java.util.concurrent.atomic.AtomicBoolean;

/** Runs queued work on one virtual thread at a time, which ends when there is none. Thread-safe. */
public final class SerialWorker {
    /** The work of one owner. */
    public interface Work {
        /** Does all queued work. Must not throw. */
        void drain();

        /** Returns true if {@link #drain} would do something. */
        boolean isPending();

        /** Runs the code on a new virtual thread. */
        void startThread(Runnable code);
    }

    private final Work work;
    private final AtomicBoolean running = new AtomicBoolean();

    public SerialWorker(Work work) {
        this.work = work;
    }

    /** Runs the work, unless it runs already. Called after work was queued. */
    public void wake() {
        wake(() -> {});
    }

    /** As {@link #wake()}, and runs this code first; it must not throw. */
    public void wake(Runnable first) {
        if (running.compareAndSet(false, true)) {
            work.startThread(() -> {
                first.run();
                run();
            });
        }
    }

    /** Checks again after the worker counts as idle, because work that was queued before that did not wake it. */
    private void run() {
        do {
            work.drain();
            running.set(false);
        } while (work.isPending() && running.compareAndSet(false, true));
    }
}
