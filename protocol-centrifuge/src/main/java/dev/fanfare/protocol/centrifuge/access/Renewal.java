package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What had come to its end goes on. Immutable.
 *
 * @param expiry until when; a time that has passed ends it
 * @param info what others are told of the client from now on: in every channel where a connection is renewed, in this one where
 *     a subscription is; null for the same as before
 * @param meta what the program keeps of the connection from now on; null for the same as before, which it always is where
 *     a subscription is renewed
 */
public record Renewal(
        Expiry expiry, @Nullable Payload info, @Nullable Payload meta) {
    /** It does not go on. */
    public static final Renewal OVER = until(Expiry.at(Instant.EPOCH));

    /** It goes on as it was. */
    public static Renewal until(Expiry expiry) {
        return new Renewal(expiry, null, null);
    }
}
