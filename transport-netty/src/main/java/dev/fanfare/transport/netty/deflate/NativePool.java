package dev.fanfare.transport.netty.deflate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of compressors or decompressors, whose native memory is expensive to allocate and to hold. Creates an object if none is
 * idle, so that no caller waits. Returned objects that exceed the capacity are ended. Thread-safe.
 */
final class NativePool<T> implements AutoCloseable {
    private final Supplier<T> factory;
    private final Consumer<T> end;
    private final AtomicReferenceArray<@Nullable T> idle;
    private final AtomicInteger alive = new AtomicInteger();
    private volatile boolean closed;

    /** Creates a pool that keeps up to {@code maxIdle} objects. */
    NativePool(int maxIdle, Supplier<T> factory, Consumer<T> end) {
        this.idle = new AtomicReferenceArray<>(maxIdle);
        this.factory = factory;
        this.end = end;
    }

    /** Takes an object in its initial state, for exclusive use until it is given back. */
    T take() {
        for (int slot = 0; slot < idle.length(); slot++) {
            var found = idle.get(slot) == null ? null : idle.getAndSet(slot, null);
            if (found != null) {
                return found;
            }
        }
        var created = factory.get();
        alive.incrementAndGet();
        return created;
    }

    /** Gives back an object, which must have been reset. */
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

    /** Returns the number of objects, taken or idle. */
    int alive() {
        return alive.get();
    }

    /** Ends idle objects now, and the others when they are given back. */
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
