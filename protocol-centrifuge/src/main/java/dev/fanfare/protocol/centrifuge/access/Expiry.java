package dev.fanfare.protocol.centrifuge.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long something is allowed. Immutable.
 *
 * @param at until when; null for ever
 */
public record Expiry(@Nullable Instant at) {
    /** For ever. */
    public static final Expiry NEVER = new Expiry(null);

    public static Expiry at(Instant time) {
        return new Expiry(time);
    }
}
