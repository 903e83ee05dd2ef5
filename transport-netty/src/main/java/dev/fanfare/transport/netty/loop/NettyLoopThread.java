package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.concurrent.LoopThread;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The thread of one event loop. */
final class NettyLoopThread extends FastThreadLocalThread implements LoopThread {
    /** Confined to this thread. */
    private @Nullable Executor loop;

    private NettyLoopThread(ThreadGroup group, Runnable work, String name) {
        super(group, work, name);
    }

    /** Sets the loop that runs on this thread. Called on this thread. */
    void runs(Executor newLoop) {
        loop = newLoop;
    }

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(loop, "the loop has not started").execute(task);
    }

    /** Creates daemon threads for event loops. Thread-safe. */
    static final class Factory extends DefaultThreadFactory {
        Factory() {
            super("fanfare", true);
        }

        @Override
        protected Thread newThread(Runnable work, String name) {
            return new NettyLoopThread(threadGroup, work, name);
        }
    }
}
