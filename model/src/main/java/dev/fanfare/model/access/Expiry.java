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

    /** Creates a limit at this time, which the client can extend with a new token. */
    public static Expiry at(Instant time) {
        return new Expiry(time, false);
    }

    /**
     * Creates a limit at this time. The server then calls {@link AccessControl#renew} or
     * {@link AccessControl#renewSubscription}.
     */
    public static Expiry renewAt(Instant time) {
        return new Expiry(time, true);
    }
}
