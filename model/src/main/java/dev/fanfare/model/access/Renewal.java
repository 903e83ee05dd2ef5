package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Result of a server-side renewal. Immutable.
 *
 * @param expiry new time limit; a time in the past ends the connection or subscription
 * @param info new connection info if a connection is renewed, new channel info if a subscription is; null keeps the current one
 * @param meta new value of {@link ConnectedClient#meta}; null keeps the current one. Ignored if a subscription is renewed
 */
public record Renewal(
        Expiry expiry, @Nullable Payload info, @Nullable Payload meta) {
    /** Ends the connection or subscription. */
    public static final Renewal OVER = until(Expiry.at(Instant.EPOCH));

    /** Extends the connection or subscription without other changes. */
    public static Renewal until(Expiry expiry) {
        return new Renewal(expiry, null, null);
    }
}
