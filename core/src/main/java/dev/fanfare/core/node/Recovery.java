package dev.fanfare.core.node;

/** The outcome of a recovery. */
public enum Recovery {
    /** The client sent no position. */
    NOT_ASKED,
    /** The client has everything it missed, or in cache mode the latest publication. */
    RECOVERED,
    /** The missed publications are not available; the client starts at the position of the reply. */
    NOT_RECOVERED
}
