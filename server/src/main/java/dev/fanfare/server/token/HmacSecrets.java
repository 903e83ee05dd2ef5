package dev.fanfare.server.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The secret that tokens are signed with, and the one before, so that it can be changed while tokens are about.
 * Immutable; does not show the secrets.
 *
 * @param previous null for none
 * @param previousValidUntil when the previous one ends to be accepted; null for never
 */
public record HmacSecrets(
        String current, @Nullable String previous, @Nullable Instant previousValidUntil) {
    /** True when tokens of the previous secret are accepted at that time. */
    boolean acceptsPrevious(Instant now) {
        return previous != null && (previousValidUntil == null || now.isBefore(previousValidUntil));
    }

    @Override
    public String toString() {
        return "HmacSecrets[previousValidUntil=" + previousValidUntil + "]";
    }
}
