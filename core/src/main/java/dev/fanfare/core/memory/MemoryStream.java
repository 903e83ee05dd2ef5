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
 *
 * <p>The memory of the publications and of the rest is reserved in the budgets of a share. A history that becomes a
 * little smaller keeps its reservation, so that a full history with publications of similar sizes costs nothing there.
 */
final class MemoryStream extends ExpiryHeap.Expiring {
    private record Version(long number, String epoch) {}

    /** The number of reserved bytes that a history may keep in addition to those of its publications. */
    private static final int SLACK = 1024;

    private final String channel;
    private final String epoch;
    private final StreamLists lists;
    private @Nullable HistoryRing publications;
    private @Nullable Version lastVersion;
    private long topOffset;
    private long metaEndNanos;
    /** When the last publication arrived or the position was last read. */
    private long touchedNanos;
    /** The unpublished age of the last known retention. */
    private long unpublishedNanos;
    /** The bytes of the publications. */
    private long bytes;
    /** The reserved bytes: those of the publications, and up to {@link #SLACK} more. */
    private long reserved;

    /** The place in the {@link StreamLists}, which alone access it. */
    int list;

    @Nullable
    MemoryStream previous;

    @Nullable
    MemoryStream next;

    /** Creates a stream and reserves the memory of its metadata; {@link #close} releases all memory. */
    MemoryStream(String channel, String epoch, StreamLists lists, long nowNanos) {
        this.channel = channel;
        this.epoch = epoch;
        this.lists = lists;
        this.metaEndNanos = nowNanos;
        lists.share().reserveMetadata(metadataBytes());
        lists.add(this, StreamLists.UNPUBLISHED);
    }

    String channel() {
        return channel;
    }

    StreamLists lists() {
        return lists;
    }

    /** Returns the number of bytes of the stream without its publications. */
    long metadataBytes() {
        return EntryBytes.ofStream(channel);
    }

    /** Returns the number of bytes that are reserved for the publications. */
    long historyBytes() {
        return reserved;
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

    /**
     * Appends a publication with the next offset and drops what exceeds the retention.
     *
     * @throws dev.fanfare.model.channel.LimitExceededException if the user or the share may not use more memory; nothing
     *     was changed
     * @throws NoRoomException if the node has no room; nothing was changed
     */
    Publication append(Publication publication, HistoryRetention retention) {
        long added = EntryBytes.of(publication);
        var ring = publications == null ? new HistoryRing() : publications;
        int dropped = Math.max(0, ring.size() - retention.size() + 1);
        long after = bytes + added - bytesOfOldest(ring, dropped);
        reserve(publication, added, after - reserved, ring, dropped);
        for (int i = 0; i < dropped; i++) {
            ring.removeOldest();
        }
        publications = ring;
        topOffset++;
        var positioned = publication.withPosition(top());
        ring.add(positioned, added, retention.size());
        bytes = after;
        if (after > reserved) {
            reserved = after;
            place();
        } else if (reserved - after > SLACK) {
            release(after);
            place();
        }
        return positioned;
    }

    /**
     * Keeps epoch and top from now on, never shorter than before: for the retention's meta age, or for its unpublished
     * age if there was no publication.
     */
    void keepMeta(HistoryRetention retention, long nowNanos) {
        long end = nowNanos + MemoryClock.nanos(isPublished() ? retention.metaAge() : retention.unpublishedAge());
        if (end - metaEndNanos > 0) {
            metaEndNanos = end;
        }
        touchedNanos = nowNanos;
        if (reserved == 0) {
            unpublishedNanos = MemoryClock.nanos(retention.unpublishedAge());
            place();
        }
    }

    /**
     * Returns true if nothing was published and the position was not read for half of the retention's unpublished age.
     * While a channel has subscribers, its node reads the position more often.
     */
    boolean isIdle(long nowNanos) {
        return nowNanos - touchedNanos >= unpublishedNanos / 2;
    }

    /** Removes the publications but keeps epoch and top. */
    void removeHistory() {
        if (publications != null) {
            while (publications.size() > 0) {
                releaseUser(publications, 0);
                publications.removeOldest();
            }
            publications = null;
            bytes = 0;
            release(0);
            place();
        }
    }

    /** Releases all memory, when the stream is removed. */
    void close() {
        removeHistory();
        lists.remove(this);
        lists.share().releaseMetadata(metadataBytes());
    }

    private boolean isPublished() {
        return topOffset > 0 || lastVersion != null;
    }

    /** Reserves the growth of the history, and the publication for its user in exchange for the dropped ones. */
    private void reserve(Publication publication, long added, long growth, HistoryRing ring, int dropped) {
        var user = userOf(publication);
        boolean even = user != null && dropped == 1 && user.equals(userOf(ring.get(0))) && added == ring.bytes(0);
        if (growth > 0 || (user != null && !even)) {
            lists.share().reserveHistory(growth, even ? null : user, added);
        }
        for (int i = 0; i < dropped && !even; i++) {
            releaseUser(ring, i);
        }
    }

    private static long bytesOfOldest(HistoryRing ring, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += ring.bytes(i);
        }
        return sum;
    }

    private void releaseUser(HistoryRing ring, int place) {
        var user = userOf(ring.get(place));
        if (user != null) {
            lists.share().releaseOf(user, ring.bytes(place));
        }
    }

    private void release(long kept) {
        lists.share().releaseHistory(reserved - kept);
        reserved = kept;
    }

    /** Moves to the list of the current size; within a list without history, to its end. */
    private void place() {
        int current = StreamLists.listOf(reserved, isPublished());
        if (current != list || reserved == 0) {
            lists.remove(this);
            lists.add(this, current);
        }
    }

    private static @Nullable String userOf(Publication publication) {
        var publisher = publication.publisher();
        return publisher == null ? null : publisher.user();
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
