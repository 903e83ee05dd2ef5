package dev.fanfare.model.channel;

/** Determines how subscribers follow the history of a channel. */
public enum RecoveryMode {
    /** Not positioned: missed publications are not detected. */
    NONE,
    /**
     * Positioned: each publication follows the previous one, otherwise the subscription ends with "insufficient state".
     */
    POSITIONED,
    /**
     * Positioned; a returning client receives all publications it missed, or is informed that recovery is impossible.
     */
    STREAM_RECOVERY,
    /**
     * Positioned; a returning client receives the latest publication. Intended for channels whose publications are
     * complete states.
     */
    CACHE_RECOVERY
}
