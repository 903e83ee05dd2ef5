package dev.fanfare.core.memory;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.monitoring.MemoryKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The budgets of the memory broker, and the shares that use them. Thread-safe. */
final class HistoryBudget {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryBudget.class);
    static final String RAISE_METADATA =
            "raise FanfareSettings.withMemoryLimit(MemoryKind.METADATA, ...) (memory.metadata of the push server)";

    private static final long LOG_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final MemoryBudget histories;
    private final MemoryBudget metadata;
    private final long historiesOfShare;
    private final long historiesOfUser;
    private final long metadataOfShare;
    private final long metadataOfKeys;
    private final AtomicLong keys = new AtomicLong();
    private final LongSupplier nanoTime;
    private final AtomicLong nextLogNanos;
    private final ConcurrentHashMap<String, HistoryShare> shares = new ConcurrentHashMap<>();

    HistoryBudget(MemoryGovernor governor, LongSupplier nanoTime) {
        this.histories = governor.budget(MemoryKind.HISTORIES);
        this.metadata = governor.budget(MemoryKind.METADATA);
        this.historiesOfShare = governor.shares().ofShare(histories.limit());
        this.historiesOfUser = governor.shares().ofUser(histories.limit());
        this.metadataOfShare = governor.shares().ofShare(metadata.limit());
        this.metadataOfKeys = metadata.limit() / 2;
        this.nanoTime = nanoTime;
        this.nextLogNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /** Returns the budget of histories or of metadata. */
    MemoryBudget of(MemoryKind kind) {
        return kind == MemoryKind.HISTORIES ? histories : metadata;
    }

    MemoryBudget histories() {
        return histories;
    }

    MemoryBudget metadata() {
        return metadata;
    }

    /** Returns the bytes that the histories of one share may hold. */
    long historiesOfShare() {
        return historiesOfShare;
    }

    /** Returns the bytes that the publications of one user may hold in the histories of one share. */
    long historiesOfUser() {
        return historiesOfUser;
    }

    /** Returns the bytes that the metadata of one share may hold. */
    long metadataOfShare() {
        return metadataOfShare;
    }

    /**
     * Reserves memory for an idempotency key. Keys may hold half of the metadata, because they are kept until they expire
     * and would otherwise leave no room for the positions of new channels.
     */
    void reserveKey(long bytes) {
        if (keys.addAndGet(bytes) > metadataOfKeys) {
            keys.addAndGet(-bytes);
            throw refusal(
                    MemoryKind.METADATA,
                    "the idempotency keys of this node would hold more than " + metadataOfKeys
                            + " bytes: use fewer keys, or " + RAISE_METADATA);
        }
        if (!metadata.reserveIfFree(bytes)) {
            keys.addAndGet(-bytes);
            throw new NoRoomException(
                    MemoryKind.METADATA,
                    "the positions of channels and the idempotency keys of this node would hold more than "
                            + metadata.limit() + " bytes: use fewer keys, or " + RAISE_METADATA);
        }
    }

    /** Releases an idempotency key. */
    void releaseKey(long bytes) {
        keys.addAndGet(-bytes);
        metadata.release(bytes);
    }

    /** Counts a refused call, and logs one per interval. Returns the failure of the call. */
    LimitExceededException refusal(MemoryKind kind, String message) {
        of(kind).countRefused();
        long now = nanoTime.getAsLong();
        long next = nextLogNanos.get();
        if (now - next >= 0 && nextLogNanos.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            LOG.warn("memory-refused kind={} refused={}: {}", kind.label(), of(kind).refused(), message);
        }
        return new LimitExceededException(message);
    }

    /** Returns a share, which is kept until {@link #close} has been called as often as this method. */
    HistoryShare open(String name) {
        return shares.compute(name, (key, known) -> {
            var share = known == null ? new HistoryShare(name, this) : known;
            share.opened++;
            return share;
        });
    }

    /** Releases a share of {@link #open}. */
    void close(HistoryShare share) {
        shares.computeIfPresent(share.name(), (key, known) -> --known.opened == 0 ? null : known);
    }

    /** Returns true if the metadata of this share may not grow by this number of bytes. */
    boolean isMetadataFull(String name, long bytes) {
        var share = shares.get(name);
        return share != null && share.metadata() + bytes > metadataOfShare;
    }

    /** Returns the names of the shares that hold something, largest first. */
    List<String> largestFirst(ToLongFunction<HistoryShare> bytes) {
        var held = new HashMap<String, Long>();
        shares.forEach((name, share) -> held.put(name, bytes.applyAsLong(share)));
        return held.entrySet().stream()
                .filter(share -> share.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }
}
