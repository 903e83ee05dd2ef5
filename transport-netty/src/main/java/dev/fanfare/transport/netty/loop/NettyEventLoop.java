package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An event loop of Netty. Thread-safe, except for {@link #join}, which is confined to the loop. */
public final class NettyEventLoop implements EventLoop {
    private final io.netty.channel.EventLoop loop;
    private final ByteBufAllocator allocator;

    NettyEventLoop(io.netty.channel.EventLoop loop, ByteBufAllocator allocator) {
        this.loop = loop;
        this.allocator = allocator;
    }

    @Override
    public boolean inEventLoop() {
        return loop.inEventLoop();
    }

    @Override
    public FrameBatch join(List<Frame> frames) {
        int size = 0;
        for (var frame : frames) {
            size += frame.size();
        }
        var buffer = allocator.directBuffer(size, size);
        for (var frame : frames) {
            buffer.writeBytes(frame.bytes());
        }
        return new NettyFrameBatch(buffer);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
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
