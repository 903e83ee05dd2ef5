package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.system.PushLog.PushType;
import org.jspecify.annotations.Nullable;

/** One accepted push of a {@link PushLog}. Confined to the thread that runs the simulation; compared by identity. */
public final class LogEntry {
    private final int serial;
    private final PushType type;
    private final String content;
    private final @Nullable StreamPosition position;
    private final @Nullable LogEntry before;
    private final long nanoTime;
    private boolean continued;
    private boolean acknowledged;

    /**
     * Creates an entry.
     *
     * @param serial its number in the channel, starting with 1; independent of the history
     * @param content the unique data of a publication, or the client id of a join or leave
     * @param position its position when it was accepted; null without history
     * @param before the publication that precedes it in its history; null for the beginning and without history
     * @param nanoTime the time at which it was accepted
     */
    LogEntry(
            int serial,
            PushType type,
            String content,
            @Nullable StreamPosition position,
            @Nullable LogEntry before,
            long nanoTime) {
        this.serial = serial;
        this.type = type;
        this.content = content;
        this.position = position;
        this.before = before;
        this.nanoTime = nanoTime;
    }

    public int serial() {
        return serial;
    }

    public PushType type() {
        return type;
    }

    public String content() {
        return content;
    }

    public @Nullable StreamPosition position() {
        return position;
    }

    public @Nullable LogEntry before() {
        return before;
    }

    public long nanoTime() {
        return nanoTime;
    }

    /** The offset; 0 for the beginning of a history and without history. */
    public long offset() {
        return position == null ? 0 : position.offset();
    }

    /** The publication of the same history with this offset, which is not above that of this one. */
    public LogEntry ancestor(long offset) {
        var entry = this;
        while (entry.offset() > offset && entry.before != null) {
            entry = entry.before;
        }
        return entry;
    }

    /** True if the publish was acknowledged. */
    public boolean isAcknowledged() {
        return acknowledged;
    }

    /** Records that the publish was acknowledged. */
    public void acknowledged() {
        acknowledged = true;
    }

    /** True if another publication follows. */
    boolean isContinued() {
        return continued;
    }

    void continued() {
        continued = true;
    }

    @Override
    public String toString() {
        return serial == 0 ? "the beginning of " + position : content + " (" + serial + ") at " + position;
    }
}
