package dev.fanfare.core.budget;

import static java.util.Objects.requireNonNull;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * The maximum number of bytes of each kind of memory on one node. Immutable.
 *
 * @param bytes the limit of each kind, 1 or more
 * @param shares the parts of the memory engine's budgets that one share and one user may use
 */
public record MemoryLimits(Map<MemoryKind, Long> bytes, HistoryShares shares) {
    /** No limit for any kind. */
    public static final MemoryLimits NONE = ofEach(Long.MAX_VALUE);

    public MemoryLimits {
        for (var kind : MemoryKind.values()) {
            var limit = bytes.get(kind);
            if (limit == null || limit < 1) {
                throw new IllegalArgumentException("the limit of " + kind + " must be 1 byte or more, got " + limit);
            }
        }
        bytes = Map.copyOf(bytes);
    }

    /** Creates limits with {@link HistoryShares#DEFAULTS}. */
    public MemoryLimits(Map<MemoryKind, Long> bytes) {
        this(bytes, HistoryShares.DEFAULTS);
    }

    /** Returns the default limits for the maximum heap size of this virtual machine. */
    public static MemoryLimits ofThisHeap() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    /**
     * Returns the default limits for a heap size. Together they are 80 % of the heap: 25 % for histories, 15 % for
     * subscriptions, 8 % each for outboxes and inboxes, 5 % each for incomplete messages, request bodies, presence and
     * events, and 4 % for metadata.
     */
    public static MemoryLimits ofHeap(long heapBytes) {
        var limits = new EnumMap<MemoryKind, Long>(MemoryKind.class);
        for (var kind : MemoryKind.values()) {
            limits.put(kind, Math.max(1, heapBytes / 100 * percentOfHeap(kind)));
        }
        return new MemoryLimits(limits);
    }

    /** Returns these limits with another limit for one kind. */
    public MemoryLimits with(MemoryKind kind, long limit) {
        var limits = new EnumMap<>(bytes);
        limits.put(kind, limit);
        return new MemoryLimits(limits, shares);
    }

    /** Returns these limits with other shares. */
    public MemoryLimits with(HistoryShares others) {
        return new MemoryLimits(bytes, others);
    }

    /** Returns the limit of one kind, in bytes. */
    public long of(MemoryKind kind) {
        return requireNonNull(bytes.get(kind));
    }

    private static int percentOfHeap(MemoryKind kind) {
        return switch (kind) {
            case HISTORIES -> 25;
            case SUBSCRIPTIONS -> 15;
            case OUTBOXES, INBOXES -> 8;
            case MESSAGES, BODIES, PRESENCE, EVENTS -> 5;
            case METADATA -> 4;
        };
    }

    private static MemoryLimits ofEach(long limit) {
        var limits = new EnumMap<MemoryKind, Long>(MemoryKind.class);
        for (var kind : MemoryKind.values()) {
            limits.put(kind, limit);
        }
        return new MemoryLimits(limits);
    }
}
