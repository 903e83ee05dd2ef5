package dev.fanfare.core.budget;

import dev.fanfare.model.monitoring.MemoryKind;

/** A connection, or another client of a node, that holds memory of a budget. Thread-safe. */
@FunctionalInterface
public interface MemoryHolder {
    /**
     * Requests that this client releases its memory, usually by closing its connection with {@code 1013} or {@code
     * 503}. Called on any thread. Returns at once.
     */
    void shed(MemoryKind kind);
}
