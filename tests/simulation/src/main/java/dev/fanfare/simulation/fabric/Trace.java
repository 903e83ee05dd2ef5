package dev.fanfare.simulation.fabric;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last events of a simulation, and a hash of all events, which is equal for equal runs. Confined to the thread that runs
 * the simulation.
 */
public final class Trace {
    private static final int KEPT = 400;
    private static final long PRIME = 1_099_511_628_211L;

    private final ArrayDeque<Event> last = new ArrayDeque<>(KEPT);
    private final @Nullable Consumer<String> listener;
    private long hash = 17;

    /** Creates a trace that also passes each line to a listener; null for none. */
    public Trace(@Nullable Consumer<String> listener) {
        this.listener = listener;
    }

    /** Adds an event. The hash of its parts must depend on their values only, as for strings and numbers. */
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

    /** Equal for runs with equal events. */
    public long hash() {
        return hash;
    }

    /** The last events, one per line. */
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
