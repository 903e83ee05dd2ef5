package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls that wait for answers, in the order in which they were sent, which is that of their deadlines. Confined to the
 * link's loop, but for the bound, which is thread-safe.
 */
final class Calls {
    /** What a call costs beside the bytes it carries. */
    private static final int OVERHEAD_BYTES = 256;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ArrayDeque<Call<?>> waiting = new ArrayDeque<>();

    Calls(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes room for a call; false when there is none. One call of any size always has room. */
    boolean reserve(int size) {
        long before = bytes.getAndAdd(size + OVERHEAD_BYTES);
        if (before > 0 && before + size + OVERHEAD_BYTES > maxBytes) {
            free(size);
            return false;
        }
        return true;
    }

    void free(int size) {
        bytes.addAndGet(-size - OVERHEAD_BYTES);
    }

    void add(Call<?> call) {
        waiting.addLast(call);
    }

    /** Forgets the first ones that have ended. */
    void forgetDone() {
        while (!waiting.isEmpty() && waiting.getFirst().isDone()) {
            waiting.removeFirst();
        }
    }

    /** True when the first one that has not ended should have. */
    boolean isLate(long nowNanos) {
        forgetDone();
        return !waiting.isEmpty() && waiting.getFirst().isLate(nowNanos);
    }

    /** Takes out all that wait. */
    List<Call<?>> removeAll() {
        var all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Ends all that wait. */
    void failAll(EngineException why) {
        removeAll().forEach(call -> call.fail(why));
    }
}
