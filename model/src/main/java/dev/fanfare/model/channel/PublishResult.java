package dev.fanfare.model.channel;

import org.jspecify.annotations.Nullable;

/** What became of a publish. */
public sealed interface PublishResult {
    /** Accepted; the position is null when the channel keeps no history. */
    record Accepted(@Nullable StreamPosition position) implements PublishResult {}

    /**
     * Not handed out, for a reason that is no failure.
     *
     * @param position the first publish's answer when its key was seen before, else the channel's top; null without history
     */
    record Suppressed(Reason reason, @Nullable StreamPosition position) implements PublishResult {}

    /** Why a publish was suppressed. */
    enum Reason {
        /** The idempotency key was seen before. */
        IDEMPOTENCY,
        /** A newer or equal version was accepted before. */
        VERSION
    }
}
