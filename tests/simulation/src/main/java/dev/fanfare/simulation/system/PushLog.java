package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the system accepted in one channel, in its one order, which outlives all faults: what is observed is held
 * against it. Confined to the thread that runs the simulation.
 */
public final class PushLog {
    /** The moment of what has not happened. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What was accepted. */
    public enum PushType {
        PUBLICATION,
        JOIN,
        LEAVE
    }

    /**
     * One push.
     *
     * @param serial its number in the channel, counted from 1, whatever happens to the history
     * @param content the data of a publication, which is unique; the client's id of a join or leave
     * @param position as the history had it; null without history
     * @param nanoTime when it was accepted
     */
    public record Entry(
            int serial,
            PushType type,
            String content,
            @Nullable StreamPosition position,
            long nanoTime) {}

    /** The history lost its end and kept its epoch: positions above this one mean something else from now on. */
    public record Regress(StreamPosition to, long nanoTime) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> publications = new HashMap<>();
    private final List<Regress> regresses = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();

    void add(PushType type, String content, @Nullable StreamPosition position, long nanoTime) {
        var entry = new Entry(entries.size() + 1, type, content, position, nanoTime);
        entries.add(entry);
        if (type == PushType.PUBLICATION) {
            publications.put(content, entry);
        }
    }

    void regressed(StreamPosition to, long nanoTime) {
        regresses.add(new Regress(to, nanoTime));
    }

    void ended(String epoch) {
        ended.add(epoch);
    }

    /** True if a node detected that publications of this epoch were lost: readers in this epoch will be notified. */
    public boolean isEnded(String epoch) {
        return ended.contains(epoch);
    }

    /** The publication with this data; null when there never was one. */
    public @Nullable Entry publication(String data) {
        return publications.get(data);
    }

    /** The first push behind that serial with this content; null when there is none. */
    public @Nullable Entry next(int serial, PushType type, String content) {
        for (int i = serial; i < entries.size(); i++) {
            var entry = entries.get(i);
            if (entry.type() == type && entry.content().equals(content)) {
                return entry;
            }
        }
        return null;
    }

    /** True when a reader at this position has seen what the history lost between the two moments. */
    boolean isLost(StreamPosition seen, long fromNanos, long toNanos) {
        return lostNanos(seen, fromNanos, toNanos) != NEVER;
    }

    /** When the history lost, between the two moments, what a reader at this position has seen; or {@link #NEVER}. */
    public long lostNanos(StreamPosition seen, long fromNanos, long toNanos) {
        for (var regress : regresses) {
            if (regress.nanoTime() >= fromNanos
                    && regress.nanoTime() <= toNanos
                    && regress.to().epoch().equals(seen.epoch())
                    && regress.to().offset() < seen.offset()) {
                return regress.nanoTime();
            }
        }
        return NEVER;
    }

    /** Number of pushes so far. */
    public int size() {
        return entries.size();
    }
}
