package dev.fanfare.model.channel;

/** How closely a channel's subscribers are kept to its history. */
public enum RecoveryMode {
    /** Not at all: what a client misses it does not hear of. */
    NONE,
    /** Each publication follows the one before, or the client is told that something is missing. */
    POSITIONED,
    /** And a client that returns gets everything it missed, or is told that it can't. */
    STREAM_RECOVERY,
    /** And a client that returns gets the latest publication: for channels where each one is a whole state. */
    CACHE_RECOVERY
}
