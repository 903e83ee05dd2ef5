package dev.fanfare.transport.netty.deflate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps idle compressors or decompressors: each has much memory outside of the heap, dear to make and to hold. Who finds
 * none makes one more, so that nobody waits; what does not fit when it comes back is ended. Thread-safe.
 */
final class NativePool<T> implements AutoCloseable {
    private final Supplier<T> make;
    private final Consumer<T> end;
    private final AtomicReferenceArray<@Nullable T> idle;
    private final AtomicInteger alive = new AtomicInteger();
    private volatile boolean closed;

    /** A pool that keeps at most so many. */
    NativePool(int maxIdle, Supplier<T> make, Consumer<T> end) {
        this.idle = new AtomicReferenceArray<>(maxIdle);
        this.make = make;
        this.end = end;
    }

    /** One for the caller alone, as new, until it is given back. */
    T take() {
        for (int slot = 0; slot < idle.length(); slot++) {
            var found = idle.get(slot) == null ? null : idle.getAndSet(slot, null);
            if (found != null) {
                return found;
            }
        }
        var made = make.get();
        alive.incrementAndGet();
        return made;
    }

    /** Takes back what was taken and has been reset. */
    void giveBack(T used) {
        for (int slot = 0; slot < idle.length() && !closed; slot++) {
            if (idle.compareAndSet(slot, null, used)) {
                if (closed) {
                    endIdle();
                }
                return;
            }
        }
        end(used);
    }

    /** How many exist, taken or idle. */
    int alive() {
        return alive.get();
    }

    /** Ends the idle ones now and the others when they come back. */
    @Override
    public void close() {
        closed = true;
        endIdle();
    }

    private void endIdle() {
        for (int slot = 0; slot < idle.length(); slot++) {
            var found = idle.getAndSet(slot, null);
            if (found != null) {
                end(found);
            }
        }
    }

    private void end(T ended) {
        end.accept(ended);
        alive.decrementAndGet();
    }
}
