package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All accepted pushes of one channel on all servers, in the order of time. Faults do not affect the log, and observations are
 * compared with it. The publications with a position form trees: each one follows the publication that preceded it on its
 * server. A history that lost its end and continues is a second branch, which the log counts as a fork. Confined to the thread
 * that runs the simulation.
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

    /** A loss of the end of a history that kept its epoch. Positions above this one are assigned again. */
    public record Regress(StreamPosition to, long nanoTime) {}

    private final Fabric fabric;
    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<String, LogEntry> publications = new HashMap<>();
    private final Map<StreamPosition, LogEntry> positions = new HashMap<>();
    private final Map<String, LogEntry> starts = new HashMap<>();
    private final List<Regress> regresses = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();

    PushLog(Fabric fabric) {
        this.fabric = fabric;
    }

    /** Adds a push without a position. */
    void add(PushType type, String content, long nanoTime) {
        add(new LogEntry(entries.size() + 1, type, content, null, null, nanoTime));
    }

    /** Adds a publication that follows another one in a history. */
    LogEntry append(String content, StreamPosition position, LogEntry before, long nanoTime) {
        var entry = new LogEntry(entries.size() + 1, PushType.PUBLICATION, content, position, before, nanoTime);
        if (before.isContinued()) {
            fabric.counts().add("forks");
        }
        before.continued();
        var other = positions.put(position, entry);
        fabric.require(
                other == null || isRewound(position.epoch()),
                content + " is published at " + position + ", which is the position of " + other);
        add(entry);
        return entry;
    }

    /** Records an epoch without ancestors. Returns its beginning, which precedes the first publication. */
    LogEntry begin(String epoch) {
        var root = new LogEntry(0, PushType.PUBLICATION, "", new StreamPosition(epoch, 0), null, fabric.nanoTime());
        begin(epoch, root);
        return root;
    }

    /** Records an epoch that continues a history after this publication. */
    void begin(String epoch, LogEntry last) {
        fabric.counts().add("terms begun");
        var other = starts.put(epoch, last);
        fabric.require(
                other == null || other == last, "the epoch " + epoch + " begins after " + other + " and " + last);
    }

    /** The publication at this position, or the beginning of a history; null if no history has the position. */
    public @Nullable LogEntry at(StreamPosition position) {
        var start = starts.get(position.epoch());
        return start == null || position.offset() > start.offset()
                ? positions.get(position)
                : start.ancestor(position.offset());
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

    /** True if a history lost its end in this epoch without beginning a term, so a position may denote two publications. */
    public boolean isRewound(String epoch) {
        return regresses.stream().anyMatch(regress -> regress.to().epoch().equals(epoch));
    }

    /** True if any epoch was rewound. */
    public boolean hasRewound() {
        return !regresses.isEmpty();
    }

    /** The publication with this data; null for none. */
    public @Nullable LogEntry publication(String data) {
        return publications.get(data);
    }

    /** The first push after that serial with this content; null for none. */
    public @Nullable LogEntry next(int serial, PushType type, String content) {
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

    /** All pushes so far. */
    public List<LogEntry> entries() {
        return entries;
    }

    private void add(LogEntry entry) {
        entries.add(entry);
        if (entry.type() == PushType.PUBLICATION) {
            publications.put(entry.content(), entry);
        }
    }
}
