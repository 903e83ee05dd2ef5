package dev.fanfare.testkit.app;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lock of a state that some threads change while others wait for it. Thread-safe; reentrant. */
final class ObservedState {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Changes the state. */
    void change(Runnable change) {
        read(() -> {
            change.run();
            changed.signalAll();
            return true;
        });
    }

    /** Reads the state. */
    <T extends @Nullable Object> T read(Supplier<T> reader) {
        lock.lock();
        try {
            return reader.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the condition; returns false on timeout. */
    boolean await(Duration time, BooleanSupplier condition) {
        return read(() -> {
            try {
                long left = time.toNanos();
                while (!condition.getAsBoolean() && left > 0) {
                    left = changed.awaitNanos(left);
                }
                return condition.getAsBoolean();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for the server", interrupted);
            }
        });
    }
}
