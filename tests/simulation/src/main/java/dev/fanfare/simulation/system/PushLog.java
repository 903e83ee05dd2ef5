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
 * All accepted pushes of one channel, in the order of the system. Faults do not affect the log, and observations are compared
 * with it. Confined to the thread that runs the simulation.
 */
public final class PushLog {
    /** The time of an event that has not happened. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The type of a push. */
    public enum PushType {
        PUBLICATION,
        JOIN,
        LEAVE
    }

    /**
     * One push.
     *
     * @param serial its number in the channel, starting with 1; independent of the history
     * @param content the unique data of a publication, or the client id of a join or leave
     * @param position its position; null without history
     * @param nanoTime the time at which it was accepted
     */
    public record Entry(
            int serial,
            PushType type,
            String content,
            @Nullable StreamPosition position,
            long nanoTime) {}

    /** A loss of the end of a history that kept its epoch. Positions above this one are assigned again. */
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

    /** True if a node detected a loss in this epoch; readers in this epoch are then notified. */
    public boolean isEnded(String epoch) {
        return ended.contains(epoch);
    }

    /** The publication with this data; null for none. */
    public @Nullable Entry publication(String data) {
        return publications.get(data);
    }

    /** The first push after that serial with this content; null for none. */
    public @Nullable Entry next(int serial, PushType type, String content) {
        for (int i = serial; i < entries.size(); i++) {
            var entry = entries.get(i);
            if (entry.type() == type && entry.content().equals(content)) {
                return entry;
            }
        }
        return null;
    }

    /** True if a reader at this position has received publications that the history lost between the two times. */
    boolean isLost(StreamPosition seen, long fromNanos, long toNanos) {
        return lostNanos(seen, fromNanos, toNanos) != NEVER;
    }

    /** The time between the two at which the history lost what a reader at this position has received, or {@link #NEVER}. */
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

    /** The number of pushes so far. */
    public int size() {
        return entries.size();
    }
}
