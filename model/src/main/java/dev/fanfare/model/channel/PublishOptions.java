package dev.fanfare.model.channel;

import org.jspecify.annotations.Nullable;

/**
 * Options of a single publish. Immutable. Start with {@link #NONE}.
 *
 * @param retention how much history to keep; null for a channel without history
 * @param idempotencyKey a second publish with the same key to the same channel, within the engine's window, is
 *     suppressed and returns the position of the first one; null for none
 * @param version version of the published state; a publish whose version is not above the last accepted one is
 *     suppressed; 0 for none
 * @param versionEpoch identifies the version counter; another epoch restarts it; empty for none
 * @param skipHistory true to deliver the publication without appending it to the history
 */
public record PublishOptions(
        @Nullable HistoryRetention retention,
        @Nullable String idempotencyKey,
        long version,
        String versionEpoch,
        boolean skipHistory) {
    /** No history and no suppression. */
    public static final PublishOptions NONE = new PublishOptions(null, null, 0, "", false);

    /** Returns these options with a history. */
    public PublishOptions withRetention(HistoryRetention kept) {
        return new PublishOptions(kept, idempotencyKey, version, versionEpoch, skipHistory);
    }

    /** Returns these options with an idempotency key. */
    public PublishOptions withIdempotencyKey(String key) {
        return new PublishOptions(retention, key, version, versionEpoch, skipHistory);
    }

    /** Returns these options with a version of the counter that the epoch identifies; requires a retention. */
    public PublishOptions withVersion(long newVersion, String epoch) {
        return new PublishOptions(retention, idempotencyKey, newVersion, epoch, skipHistory);
    }

    /** Returns these options without appending to the history. */
    public PublishOptions withSkippedHistory() {
        return new PublishOptions(retention, idempotencyKey, version, versionEpoch, true);
    }

    public PublishOptions {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more, got " + version);
        }
        if (version > 0 && retention == null) {
            throw new IllegalArgumentException("a version requires a history: call withRetention(retention) first");
        }
    }
}
