package dev.fanfare.core.memory;

import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the channels of one share, such as a namespace, hold on this node: in total, and for the publications of
 * each user. Thread-safe.
 *
 * <p>A reservation above the limit of a user or of the histories of the share fails with
 * {@link LimitExceededException}. A reservation above another limit fails with {@link NoRoomException}, because room
 * can be made.
 */
final class HistoryShare {
    private final String name;
    private final HistoryBudget budget;
    private final AtomicLong histories = new AtomicLong();
    private final AtomicLong metadata = new AtomicLong();
    private final ConcurrentHashMap<String, Long> users = new ConcurrentHashMap<>();
    /** The number of stripes that use this share; guarded by the map of the shares. */
    int opened;

    HistoryShare(String name, HistoryBudget budget) {
        this.name = name;
        this.budget = budget;
    }

    String name() {
        return name;
    }

    /** Returns the bytes of the histories. */
    long histories() {
        return histories.get();
    }

    /** Returns the bytes of the metadata. */
    long metadata() {
        return metadata.get();
    }

    /**
     * Reserves memory for a publication.
     *
     * @param growth the bytes by which its history grows; zero or less reserves nothing
     * @param user the publishing user; null for none
     * @param bytes the bytes of the publication
     */
    void reserveHistory(long growth, @Nullable String user, long bytes) {
        if (user != null) {
            reserveOf(user, bytes);
        }
        if (growth > 0) {
            try {
                reserveHistory(growth);
            } catch (LimitExceededException | NoRoomException full) {
                if (user != null) {
                    releaseOf(user, bytes);
                }
                throw full;
            }
        }
    }

    /** Releases bytes of a history. */
    void releaseHistory(long bytes) {
        histories.addAndGet(-bytes);
        budget.histories().release(bytes);
    }

    /** Releases a publication of a user. */
    void releaseOf(String user, long bytes) {
        users.computeIfPresent(user, (key, held) -> held > bytes ? held - bytes : null);
    }

    /** Reserves memory for the metadata of a channel. */
    void reserveMetadata(long bytes) {
        if (metadata.addAndGet(bytes) > budget.metadataOfShare()) {
            metadata.addAndGet(-bytes);
            throw noRoom("the positions of the channels" + named(), budget.metadataOfShare());
        }
        if (!budget.metadata().reserveIfFree(bytes)) {
            metadata.addAndGet(-bytes);
            throw noRoom(
                    "the positions of channels and the idempotency keys of this node",
                    budget.metadata().limit());
        }
    }

    /** Releases the metadata of a channel. */
    void releaseMetadata(long bytes) {
        metadata.addAndGet(-bytes);
        budget.metadata().release(bytes);
    }

    private void reserveHistory(long growth) {
        if (histories.addAndGet(growth) > budget.historiesOfShare()) {
            histories.addAndGet(-growth);
            throw refusal("the histories" + named(), budget.historiesOfShare());
        }
        if (!budget.histories().reserveIfFree(growth)) {
            histories.addAndGet(-growth);
            throw new NoRoomException(
                    MemoryKind.HISTORIES,
                    "the histories of this node would hold more than "
                            + budget.histories().limit()
                            + " bytes: keep shorter histories, or raise"
                            + " FanfareSettings.withMemoryLimit(MemoryKind.HISTORIES, ...) (memory.histories of the push server)");
        }
    }

    private void reserveOf(String user, long bytes) {
        users.compute(user, (key, held) -> {
            long after = (held == null ? 0 : held) + bytes;
            if (after > budget.historiesOfUser()) {
                throw refusal("the publications of one user in the histories" + named(), budget.historiesOfUser());
            }
            return after;
        });
    }

    private static NoRoomException noRoom(String what, long limit) {
        return new NoRoomException(
                MemoryKind.METADATA,
                what + " would hold more than " + limit + " bytes: subscribe to fewer channels, or "
                        + HistoryBudget.RAISE_METADATA);
    }

    private LimitExceededException refusal(String what, long limit) {
        return budget.refusal(
                MemoryKind.HISTORIES,
                what + " would hold more than " + limit + " bytes: wait until older publications expire, keep shorter "
                        + "histories, or raise FanfareSettings.withHistoryShares (memory.namespace-share and "
                        + "memory.user-share of the push server)");
    }

    private String named() {
        return name.isEmpty() ? "" : " of " + name;
    }
}
