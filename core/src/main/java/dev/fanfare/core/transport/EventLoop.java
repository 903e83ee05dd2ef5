package dev.fanfare.core.transport;

import dev.fanfare.core.concurrent.LoopThread;
import dev.fanfare.core.port.Scheduler;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A single platform thread that owns connections and runs all their events, writes and timers; the thread is a {@link LoopThread}.
 * {@code execute}, {@code schedule} and {@code nanoTime} are thread-safe; all other methods are confined to the loop. Tasks of one
 * caller run in the order of submission. All loops of a transport share one clock.
 */
public interface EventLoop extends Executor, Scheduler {
    /** Returns true on the loop's own thread. */
    boolean inEventLoop();

    /** Joins the frames, in order, into one buffer of this loop. */
    FrameBatch join(List<Frame> frames);
}
