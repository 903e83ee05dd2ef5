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

    /** These options with a history that is kept so long. */
    public PublishOptions withRetention(HistoryRetention kept) {
        return new PublishOptions(kept, idempotencyKey, version, versionEpoch, skipHistory, delta, exclude);
    }

    /** These options with an idempotency key. */
    public PublishOptions withIdempotencyKey(String key) {
        return new PublishOptions(retention, key, version, versionEpoch, skipHistory, delta, exclude);
    }

    /** These options with a version of the life named by the epoch; they need a retention. */
    public PublishOptions withVersion(long newVersion, String epoch) {
        return new PublishOptions(retention, idempotencyKey, newVersion, epoch, skipHistory, delta, exclude);
    }

    /** These options without appending to the history. */
    public PublishOptions withSkippedHistory() {
        return new PublishOptions(retention, idempotencyKey, version, versionEpoch, true, delta, exclude);
    }

    public PublishOptions {
        if (version < 0) {
            throw new IllegalArgumentException("a version is 0 or more, not " + version);
        }
        if (version > 0 && retention == null) {
            throw new IllegalArgumentException("a version needs a retention: without one nobody remembers it");
        }
    }
}
