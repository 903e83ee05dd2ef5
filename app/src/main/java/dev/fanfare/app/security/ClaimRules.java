package dev.fanfare.app.security;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.fanfare.app.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the claims of a token have to say (RFC 7519, 4.1). Immutable.
 *
 * @param issuer null for any
 * @param audience who this is; a token that names others only is refused, and so is one that names anybody when this is null
 * @param expiryNeeded false when a token may be valid for ever
 */
record ClaimRules(@Nullable String issuer, @Nullable String audience, boolean expiryNeeded, InstantSource clock) {
    static final ClaimRules DEFAULTS = new ClaimRules(null, null, true, InstantSource.system());

    /** The issuer's clock may be ahead by this. */
    private static final Duration MAX_AHEAD = Duration.ofSeconds(30);

    private static final Set<String> REGISTERED = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "name");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    ClaimRules withIssuer(String other) {
        return new ClaimRules(other, audience, expiryNeeded, clock);
    }

    ClaimRules withAudience(String other) {
        return new ClaimRules(issuer, other, expiryNeeded, clock);
    }

    ClaimRules withoutExpiry() {
        return new ClaimRules(issuer, audience, false, clock);
    }

    ClaimRules withClock(InstantSource other) {
        return new ClaimRules(issuer, audience, expiryNeeded, other);
    }

    /** Whom the claims speak of, when they are as they have to be now. */
    Optional<Principal> accept(JWTClaimsSet claims) {
        var subject = claims.getSubject();
        if (subject == null || subject.isEmpty() || !isMeant(claims) || !isTimely(claims)) {
            return Optional.empty();
        }
        var name = claims.getClaim("name") instanceof String text ? text : subject;
        return Optional.of(new Principal(subject, name, attributes(claims), instant(claims.getExpirationTime())));
    }

    private boolean isMeant(JWTClaimsSet claims) {
        return (issuer == null || issuer.equals(claims.getIssuer()))
                && (audience == null
                        ? claims.getAudience().isEmpty()
                        : claims.getAudience().contains(audience));
    }

    private boolean isTimely(JWTClaimsSet claims) {
        var now = clock.instant();
        var expiry = instant(claims.getExpirationTime());
        var notBefore = instant(claims.getNotBeforeTime());
        return (expiry == null ? !expiryNeeded : now.isBefore(expiry))
                && (notBefore == null || !now.plus(MAX_AHEAD).isBefore(notBefore));
    }

    /** All other claims: texts as they are, the rest as JSON. */
    private static Map<String, String> attributes(JWTClaimsSet claims) {
        var attributes = new HashMap<String, String>();
        claims.getClaims().forEach((name, value) -> {
            if (value != null && !REGISTERED.contains(name)) {
                attributes.put(name, value instanceof String text ? text : JSON.writeValueAsString(value));
            }
        });
        return attributes;
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
