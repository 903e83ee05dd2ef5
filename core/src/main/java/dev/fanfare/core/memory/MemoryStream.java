package dev.fanfare.core.memory;

import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.core.port.HistoryRetention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of one channel, and what outlives it: epoch, top offset, version. Guarded by its stripe's lock; all times
 * are those of the engine's scheduler.
 */
final class MemoryStream {
    private final String channel;
    private final String epoch;
    private @Nullable ArrayDeque<Publication> publications;
    private long topOffset;
    private long version;
    private String versionEpoch = "";
    private long historyEndNanos;
    private long metaEndNanos;

    MemoryStream(String channel, String epoch, long nowNanos) {
        this.channel = channel;
        this.epoch = epoch;
        this.historyEndNanos = nowNanos;
        this.metaEndNanos = nowNanos;
    }

    String channel() {
        return channel;
    }

    StreamPosition top() {
        return new StreamPosition(epoch, topOffset);
    }

    /** True when this version is not above the last accepted one of its epoch. */
    boolean isOutdated(long newVersion, String newVersionEpoch) {
        return newVersion > 0 && newVersionEpoch.equals(versionEpoch) && newVersion <= version;
    }

    /** Remembers the version of what is accepted; 0 for none. */
    void accept(long newVersion, String newVersionEpoch) {
        if (newVersion > 0) {
            version = newVersion;
            versionEpoch = newVersionEpoch;
        }
    }

    /** Appends, gives the next offset, and drops what exceeds the retention. */
    Publication append(Publication publication, HistoryRetention retention) {
        topOffset++;
        var positioned = new Publication(publication.payload(), top(), publication.tags(), publication.publisher());
        if (publications == null) {
            publications = new ArrayDeque<>(2);
        }
        publications.add(positioned);
        while (publications.size() > retention.size()) {
            publications.remove();
        }
        return positioned;
    }

    /** Keeps the publications for the retention's age from now on. */
    void keepHistory(HistoryRetention retention, long nowNanos) {
        historyEndNanos = nowNanos + retention.age().toNanos();
        keepMeta(retention, nowNanos);
    }

    /** Keeps epoch and top for the retention's meta age from now on; never shortens what was promised. */
    void keepMeta(HistoryRetention retention, long nowNanos) {
        long end = nowNanos + retention.metaAge().toNanos();
        if (end - metaEndNanos > 0) {
            metaEndNanos = end;
        }
    }

    /** Forgets the publications; epoch and top stay. */
    void removeHistory() {
        publications = null;
    }

    /**
     * Forgets what is too old.
     *
     * @return nanoseconds until the next thing becomes too old; 0 when nothing is left
     */
    long expire(long nowNanos) {
        if (metaEndNanos - nowNanos <= 0) {
            publications = null;
            return 0;
        }
        if (publications != null && historyEndNanos - nowNanos <= 0) {
            publications = null;
        }
        return publications == null ? metaEndNanos - nowNanos : Math.max(1, historyEndNanos - nowNanos);
    }

    HistoryPage read(HistoryQuery query) {
        var since = query.since();
        boolean lost = since != null && !since.epoch().equals(epoch);
        if (publications == null || query.limit() == 0 || lost) {
            return new HistoryPage(List.of(), top());
        }
        int limit = query.limit() < 0 ? Integer.MAX_VALUE : query.limit();
        var page = new ArrayList<Publication>();
        var ordered = query.reverse() ? publications.descendingIterator() : publications.iterator();
        while (ordered.hasNext() && page.size() < limit) {
            var publication = ordered.next();
            if (since == null || isBehind(publication, since, query.reverse())) {
                page.add(publication);
            }
        }
        return new HistoryPage(page, top());
    }

    private static boolean isBehind(Publication publication, StreamPosition since, boolean reverse) {
        var position = publication.position();
        if (position == null) {
            throw new IllegalStateException("a publication without position in a history");
        }
        return reverse ? position.offset() < since.offset() : position.offset() > since.offset();
    }
}
