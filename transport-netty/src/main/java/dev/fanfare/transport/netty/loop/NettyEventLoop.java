package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An event loop of Netty. Thread-safe, except for {@link #join} and {@link #local}, which are confined to the loop. */
public final class NettyEventLoop implements EventLoop {
    private final io.netty.channel.EventLoop loop;
    private final ByteBufAllocator allocator;
    private final PartBuffers parts;
    private final IdentityHashMap<Object, Object> locals = new IdentityHashMap<>();

    NettyEventLoop(io.netty.channel.EventLoop loop, ByteBufAllocator allocator) {
        this.loop = loop;
        this.allocator = allocator;
        this.parts = new PartBuffers(allocator);
    }

    @Override
    public boolean inEventLoop() {
        return loop.inEventLoop();
    }

    @Override
    public FrameBatch join(List<Frame> frames) {
        int size = 0;
        boolean shared = false;
        for (var frame : frames) {
            size += frame.size();
            shared |= !frame.sharedParts().isEmpty();
        }
        if (shared) {
            return parts.join(frames);
        }
        var buffer = allocator.directBuffer(size, size);
        for (var frame : frames) {
            buffer.writeBytes(frame.head());
            frame.parts().forEach(part -> buffer.writeBytes(part.bytes()));
        }
        return new NettyFrameBatch(buffer, List.of());
    }

    /** Returns the object that an owner keeps for this loop, and creates it on first use. */
    public <T> T local(Object owner, Class<T> type, Supplier<T> create) {
        return type.cast(locals.computeIfAbsent(owner, key -> create.get()));
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /**
     * Runs a task when no other task is queued, or within a part of the time of the loop. Used for the rest of work that other
     * connections must not wait for. Called on the loop.
     */
    public void executeInBackground(Runnable task) {
        if (loop instanceof QuantumEventLoop quantum) {
            quantum.executeInBackground(task);
        } else {
            loop.execute(task);
        }
    }

    /** Returns the time of the clock that also runs the timers of the loop. */
    @Override
    public long nanoTime() {
        return loop.ticker().nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        var future = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public String toString() {
        return loop.toString();
    }
}
