package dev.fanfare.server.access;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.config.TokenOptions;
import dev.fanfare.server.json.JsonBinding;
import dev.fanfare.server.token.ClaimBytes;
import dev.fanfare.server.token.ClaimMatch;
import dev.fanfare.server.token.HmacSecrets;
import dev.fanfare.server.token.SubscriptionOverrides;
import dev.fanfare.server.token.TokenSettings;
import dev.fanfare.server.token.keys.JwksSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts the token configuration and token claims to the types that use them. Stateless. */
public final class Tokens {
    private static final Duration JWKS_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration JWKS_TTL = Duration.ofHours(1);
    private static final Duration JWKS_PAUSE = Duration.ofSeconds(10);

    private Tokens() {}

    /** The configured keys and rules. */
    public static TokenSettings settings(TokenOptions set) {
        return new TokenSettings(
                hmac(set),
                textOrNull(set.rsaPublicKey()),
                textOrNull(set.ecdsaPublicKey()),
                set.jwksPublicEndpoint().isSet()
                        ? new JwksSettings(set.jwksPublicEndpoint().url(), JWKS_TIMEOUT, JWKS_TTL, JWKS_PAUSE)
                        : null,
                set.audience().isEmpty() ? ClaimMatch.any() : ClaimMatch.exactly(set.audience()),
                set.issuer().isEmpty() ? ClaimMatch.any() : ClaimMatch.exactly(set.issuer()),
                set.userIdClaim().isEmpty() ? "sub" : set.userIdClaim(),
                Duration.ZERO);
    }

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

    private static @Nullable HmacSecrets hmac(TokenOptions set) {
        if (!set.hmacSecretKey().isSet()) {
            return null;
        }
        long until = set.hmacPreviousSecretKeyValidUntil();
        return new HmacSecrets(
                set.hmacSecretKey().text(),
                textOrNull(set.hmacPreviousSecretKey().text()),
                until == 0 ? null : Instant.ofEpochSecond(until));
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
