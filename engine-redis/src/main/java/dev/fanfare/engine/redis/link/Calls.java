package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls that wait for replies, in the order in which they were sent and are due. Confined to the link's loop,
 * except for the limit, which is thread-safe.
 *
 * <p>A call retains its request and its result, so it is removed when the reply arrives. A call of several commands can
 * complete after later calls.
 */
final class Calls {
    /** Estimated memory of a call in addition to its bytes. */
    private static final int OVERHEAD_BYTES = 256;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final LinkedHashSet<Call<?>> waiting = new LinkedHashSet<>();

    Calls(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Reserves room for a call; returns false if there is none. A single call of any size always has room. */
    boolean reserve(int size) {
        long before = bytes.getAndAdd(size + OVERHEAD_BYTES);
        if (before > 0 && before + size + OVERHEAD_BYTES > maxBytes) {
            free(size, 1);
            return false;
        }
        return true;
    }

    /** Frees the room of a number of calls with this total size. */
    void free(long size, int count) {
        bytes.addAndGet(-size - (long) count * OVERHEAD_BYTES);
    }

    void add(Call<?> call) {
        waiting.add(call);
    }

    /** Removes a call that has ended. */
    void remove(Call<?> call) {
        waiting.remove(call);
    }

    /** Returns the number of calls that have not ended. */
    int count() {
        return waiting.size();
    }

    /** Returns true if the first pending call is overdue. */
    boolean isLate(long nowNanos) {
        return !waiting.isEmpty() && waiting.getFirst().isLate(nowNanos);
    }

    /** Removes and returns all calls. */
    List<Call<?>> removeAll() {
        var all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Fails all pending calls and returns their number. */
    int failAll(EngineException why) {
        var all = removeAll();
        all.forEach(call -> call.fail(why));
        return all.stream().mapToInt(Call::size).sum();
    }
}
