package dev.fanfare.core.port;

import org.jspecify.annotations.Nullable;

/**
 * How a publication is to be treated. Immutable; begin with {@link #NONE}.
 *
 * @param retention how much history to keep; null for a channel without history
 * @param idempotencyKey a second publish with the same key into the same channel, within the engine's window, is
 *     suppressed and answered with the first one's position; null for none
 * @param version number of the state the publication carries; one that is not above the last accepted is suppressed; 0
 *     for none
 * @param versionEpoch life of the version counter; another epoch starts it anew; empty for none
 * @param skipHistory true to hand out without appending
 * @param delta true to let the engine pass the previous payload along, for delta compression
 * @param exclude id of the client that shall not receive it; null for none
 */
public record PublishOptions(
        @Nullable HistoryRetention retention,
        @Nullable String idempotencyKey,
        long version,
        String versionEpoch,
        boolean skipHistory,
        boolean delta,
        @Nullable String exclude) {
    /** No history, nothing suppressed, everybody receives it. */
    public static final PublishOptions NONE = new PublishOptions(null, null, 0, "", false, false, null);

    public PublishOptions {
        if (version < 0) {
            throw new IllegalArgumentException("a version is 0 or more, not " + version);
        }
    }
}
