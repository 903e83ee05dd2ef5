package dev.fanfare.core.transport;

import dev.fanfare.core.port.Scheduler;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One thread that owns connections: all their events, writes and timers happen on it. {@code execute} and
 * {@code schedule} are thread-safe and keep the order of one caller, {@code nanoTime} is thread-safe and the same clock on all
 * loops of a transport; everything else is confined to the loop.
 */
public interface EventLoop extends Executor, Scheduler {
    /** True on the loop's own thread. */
    boolean inEventLoop();

    /** Joins the frames, in their order, into one buffer of this loop. */
    FrameBatch join(List<Frame> frames);
}
