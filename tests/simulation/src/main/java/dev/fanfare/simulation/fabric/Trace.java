package dev.fanfare.simulation.fabric;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a simulation: the last events, and a hash of all of them, which is the same for two runs that are the
 * same. Confined to the thread that runs the simulation.
 */
public final class Trace {
    private static final int KEPT = 400;
    private static final long PRIME = 1_099_511_628_211L;

    private final ArrayDeque<Event> last = new ArrayDeque<>(KEPT);
    private final @Nullable Consumer<String> listener;
    private long hash = 17;

    /** A trace that is also told to a listener, line by line; null for none. */
    public Trace(@Nullable Consumer<String> listener) {
        this.listener = listener;
    }

    /** Notes an event; its parts are strings, numbers and the like, whose hash depends on their value alone. */
    void add(long nanoTime, String actor, String event, Object detail) {
        hash = (hash ^ nanoTime) * PRIME;
        hash = (hash ^ actor.hashCode()) * PRIME;
        hash = (hash ^ event.hashCode()) * PRIME;
        hash = (hash ^ detail.hashCode()) * PRIME;
        if (last.size() == KEPT) {
            last.remove();
        }
        var noted = new Event(nanoTime, actor, event, detail);
        last.add(noted);
        if (listener != null) {
            listener.accept(noted.toString());
        }
    }

    /** Equal for runs whose events are equal. */
    public long hash() {
        return hash;
    }

    /** The last events, one a line. */
    public List<String> lines() {
        var lines = new ArrayList<String>(last.size());
        last.forEach(event -> lines.add(event.toString()));
        return lines;
    }

    private record Event(long nanoTime, String actor, String event, Object detail) {
        private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

        @Override
        public String toString() {
            return "%10.6f %-8s %s %s".formatted(nanoTime / NANOS_PER_SECOND, actor, event, detail);
        }
    }
}
