package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.LoopThread;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;

/** The thread of one event loop. */
final class NettyLoopThread extends FastThreadLocalThread implements LoopThread {
    private NettyLoopThread(ThreadGroup group, Runnable work, String name) {
        super(group, work, name);
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
