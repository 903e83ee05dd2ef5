package dev.fanfare.core.memory;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of one channel, with its epoch, top offset and version. Guarded by the lock of its stripe. All times are
 * on the engine's clock. The publications expire first, the rest later.
 */
final class MemoryStream extends ExpiryHeap.Expiring {
    private record Version(long number, String epoch) {}

    private final String channel;
    private final String epoch;
    private @Nullable HistoryRing publications;
    private @Nullable Version lastVersion;
    private long topOffset;
    private long metaEndNanos;

    MemoryStream(String channel, String epoch, long nowNanos) {
        this.channel = channel;
        this.epoch = epoch;
        this.metaEndNanos = nowNanos;
    }

    String channel() {
        return channel;
    }

    StreamPosition top() {
        return new StreamPosition(epoch, topOffset);
    }

    /** Returns true if there are publications. */
    boolean hasHistory() {
        return publications != null;
    }

    /** Returns when epoch, top and version expire; the publications do not outlive them. */
    long metaEndNanos() {
        return metaEndNanos;
    }

    /** Returns true if this version is not above the last accepted one of its epoch. */
    boolean isOutdated(long version, String versionEpoch) {
        return version > 0
                && lastVersion != null
                && versionEpoch.equals(lastVersion.epoch)
                && version <= lastVersion.number;
    }

    /** Records the version of an accepted publication; 0 for none. */
    void accept(long version, String versionEpoch) {
        if (version > 0) {
            lastVersion = new Version(version, versionEpoch);
        }
    }

    /** Appends a publication with the next offset and drops what exceeds the retention. */
    Publication append(Publication publication, HistoryRetention retention) {
        topOffset++;
        var positioned = publication.withPosition(top());
        if (publications == null) {
            publications = new HistoryRing();
        }
        publications.add(positioned, retention.size());
        return positioned;
    }

    /** Keeps epoch and top for the retention's meta age from now on, never shorter than before. */
    void keepMeta(HistoryRetention retention, long nowNanos) {
        long end = nowNanos + MemoryClock.nanos(retention.metaAge());
        if (end - metaEndNanos > 0) {
            metaEndNanos = end;
        }
    }

    /** Removes the publications but keeps epoch and top. */
    void removeHistory() {
        publications = null;
    }

    /** Reads a page in time proportional to its size. */
    HistoryPage read(HistoryQuery query) {
        var kept = publications;
        var since = query.since();
        if (kept == null
                || query.limit() == 0
                || (since != null && !since.epoch().equals(epoch))) {
            return new HistoryPage(List.of(), top());
        }
        int first = query.reverse() ? lastBefore(since, kept) : firstAfter(since, kept);
        int available = query.reverse() ? first + 1 : kept.size() - first;
        int count = query.limit() < 0 ? available : Math.min(query.limit(), available);
        var page = new ArrayList<Publication>(count);
        for (int i = 0; i < count; i++) {
            page.add(kept.get(query.reverse() ? first - i : first + i));
        }
        return new HistoryPage(page, top());
    }

    /** Returns the index of the oldest publication after the position; the size of the ring if there is none. */
    private int firstAfter(@Nullable StreamPosition since, HistoryRing kept) {
        if (since == null || since.offset() >= topOffset) {
            return since == null ? 0 : kept.size();
        }
        return (int) Math.max(0, kept.size() - (topOffset - since.offset()));
    }

    /** Returns the index of the newest publication before the position; -1 if there is none. */
    private int lastBefore(@Nullable StreamPosition since, HistoryRing kept) {
        if (since == null || since.offset() > topOffset) {
            return kept.size() - 1;
        }
        return (int) Math.max(-1, kept.size() - 2 - (topOffset - since.offset()));
    }
}
