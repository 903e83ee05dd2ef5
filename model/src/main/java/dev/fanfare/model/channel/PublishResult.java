package dev.fanfare.model.channel;

import org.jspecify.annotations.Nullable;

/** The outcome of a publish. Immutable. */
public sealed interface PublishResult {
    /** The publication was accepted; the position is null if the channel keeps no history. */
    record Accepted(@Nullable StreamPosition position) implements PublishResult {}

    /**
     * The publication was not delivered because it repeats or predates an earlier one.
     *
     * @param position the position of the first publish with the same key, otherwise the top of the channel; null
     *     without history
     */
    record Suppressed(Reason reason, @Nullable StreamPosition position) implements PublishResult {}

    /** The reason for suppressing a publish. */
    enum Reason {
        /** The idempotency key was already used. */
        IDEMPOTENCY,
        /** An equal or newer version was already accepted. */
        VERSION
    }
}
