package dev.fanfare.model.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time limit of a connection or subscription, and the side that renews it. Immutable.
 *
 * @param at end of validity; null for no limit
 * @param serverSide true if the server calls {@link AccessControl#renew} or {@link AccessControl#renewSubscription} on
 *     expiry without informing the client; false if the client must send a new token before expiry
 */
public record Expiry(@Nullable Instant at, boolean serverSide) {
    /** No limit. */
    public static final Expiry NEVER = new Expiry(null, false);

    /** Valid until that time, unless the client sends a new token. */
    public static Expiry at(Instant time) {
        return new Expiry(time, false);
    }

    /** Valid until that time, when the server calls {@link AccessControl#renew} or {@link AccessControl#renewSubscription}. */
    public static Expiry renewAt(Instant time) {
        return new Expiry(time, true);
    }
}
