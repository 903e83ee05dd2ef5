package dev.fanfare.model.monitoring;

import java.util.Locale;

/** A kind of memory that clients can cause a node to hold. Each kind has a budget for the whole node. */
public enum MemoryKind {
    /** Parts of WebSocket messages whose end has not arrived, and received bytes that are not decoded yet. */
    MESSAGES,
    /** Messages from clients that application code has not consumed. */
    INBOXES,
    /** Frames queued for clients. */
    OUTBOXES,
    /** Bodies of HTTP requests. */
    BODIES,
    /** Histories of the memory engine. */
    HISTORIES,
    /** Names and positions of channels in the memory engine, including channels without publications. */
    METADATA,
    /** Clients in the presence of channels in the memory engine. */
    PRESENCE,
    /** Subscriptions of clients. */
    SUBSCRIPTIONS,
    /** Publications and events queued for event loops. */
    EVENTS;

    /** Returns the name for metrics and log lines: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
