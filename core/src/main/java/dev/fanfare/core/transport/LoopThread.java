package dev.fanfare.core.transport;

/** Marks the threads of event loops, so that a method that must not block one can recognize it in constant time. */
public interface LoopThread {
    /** Returns true on the thread of any event loop. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof LoopThread;
    }
}
