package dev.fanfare.protocol.centrifuge.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long something is allowed, and who sees to it that it goes on. Immutable.
 *
 * @param at until when; null for ever
 * @param asked whether the program is asked what then, and the client told of no end; else the client is told, and is to
 *     bring a new token in time
 */
public record Expiry(@Nullable Instant at, boolean asked) {
    /** For ever. */
    public static final Expiry NEVER = new Expiry(null, false);

    /** Until then, unless the client brings a new token. */
    public static Expiry at(Instant time) {
        return new Expiry(time, false);
    }

    /** Until then, when {@link CentrifugeAccess#renew} or {@link CentrifugeAccess#renewSubscription} is asked. */
    public static Expiry askedAt(Instant time) {
        return new Expiry(time, true);
    }
}
