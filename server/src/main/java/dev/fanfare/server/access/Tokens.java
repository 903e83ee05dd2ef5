package dev.fanfare.server.access;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import dev.fanfare.server.token.ClaimBytes;
import dev.fanfare.server.token.SubscriptionOverrides;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts token claims to the types of access control. Stateless. */
final class Tokens {
    private Tokens() {}

    static Expiry expiry(Optional<Instant> at) {
        return at.map(Expiry::at).orElse(Expiry.NEVER);
    }

    static @Nullable Payload payload(Optional<ClaimBytes> claim) {
        return claim.map(bytes -> JsonBinding.detect(bytes.toArray())).orElse(null);
    }

    static Overrides overrides(SubscriptionOverrides claims) {
        return new Overrides(
                claims.presence().orElse(null),
                claims.joinLeave().orElse(null),
                claims.forceRecovery().orElse(null),
                claims.forcePositioning().orElse(null),
                claims.forcePushJoinLeave().orElse(null));
    }
}
