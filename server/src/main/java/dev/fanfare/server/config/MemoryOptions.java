package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.ByteSize;
import dev.fanfare.core.budget.HistoryShares;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.model.monitoring.MemoryKind;

/** Limits of the memory that clients can cause the node to hold, by kind. Immutable. */
public record MemoryOptions(
        @Option("Unfinished WebSocket messages, and received bytes that are not decoded. 0: 5 % of the heap.")
        ByteSize messages,

        @Option("Messages of clients that wait for a handler. 0: 8 % of the heap.")
        ByteSize inboxes,

        @Option("Data queued for slow clients. 0: 8 % of the heap.")
        ByteSize outboxes,

        @Option("Bodies of HTTP requests. 0: 5 % of the heap.")
        ByteSize bodies,

        @Option("Histories of the memory engine. 0: 25 % of the heap.")
        ByteSize histories,

        @Option("Names and positions of channels in the memory engine. 0: 4 % of the heap.")
        ByteSize metadata,

        @Option("Clients in the presence of channels in the memory engine. 0: 5 % of the heap.")
        ByteSize presence,

        @Option("Subscriptions of clients. 0: 15 % of the heap.")
        ByteSize subscriptions,

        @Option("Publications and events queued for event loops. 0: 5 % of the heap.")
        ByteSize events,

        @Option(
                value =
                        "Percentage of the memory for histories, and of that for metadata, that the channels of one namespace may use.",
                defaults = "75",
                min = "1",
                max = "100")
        int namespaceShare,

        @Option(
                value = "Percentage of a namespace's memory for histories that the publications of one user may use.",
                defaults = "12",
                min = "1",
                max = "100")
        int userShare) {
    /** Returns the limits; the default limits replace those that are 0. */
    public MemoryLimits limits() {
        var limits = MemoryLimits.ofThisHeap().with(new HistoryShares(namespaceShare, userShare));
        for (var kind : MemoryKind.values()) {
            long bytes = of(kind).bytes();
            if (bytes > 0) {
                limits = limits.with(kind, bytes);
            }
        }
        return limits;
    }

    private ByteSize of(MemoryKind kind) {
        return switch (kind) {
            case MESSAGES -> messages;
            case INBOXES -> inboxes;
            case OUTBOXES -> outboxes;
            case BODIES -> bodies;
            case HISTORIES -> histories;
            case METADATA -> metadata;
            case PRESENCE -> presence;
            case SUBSCRIPTIONS -> subscriptions;
            case EVENTS -> events;
        };
    }
}
