package dev.fanfare.model.channel;

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
 */
public record PublishOptions(
        @Nullable HistoryRetention retention,
        @Nullable String idempotencyKey,
        long version,
        String versionEpoch,
        boolean skipHistory) {
    /** No history, nothing suppressed. */
    public static final PublishOptions NONE = new PublishOptions(null, null, 0, "", false);

    /** These options with a history that is kept so long. */
    public PublishOptions withRetention(HistoryRetention kept) {
        return new PublishOptions(kept, idempotencyKey, version, versionEpoch, skipHistory);
    }

    /** These options with an idempotency key. */
    public PublishOptions withIdempotencyKey(String key) {
        return new PublishOptions(retention, key, version, versionEpoch, skipHistory);
    }

    /** These options with a version of the life named by the epoch; they need a retention. */
    public PublishOptions withVersion(long newVersion, String epoch) {
        return new PublishOptions(retention, idempotencyKey, newVersion, epoch, skipHistory);
    }

    /** These options without appending to the history. */
    public PublishOptions withSkippedHistory() {
        return new PublishOptions(retention, idempotencyKey, version, versionEpoch, true);
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
