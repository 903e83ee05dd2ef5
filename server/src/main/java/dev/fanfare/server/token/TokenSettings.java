package dev.fanfare.server.token;

import dev.fanfare.server.token.keys.JwksSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By which keys tokens are verified and what they have to say. Immutable; does not show secrets.
 *
 * @param hmac null for no tokens signed by HMAC
 * @param rsaPublicKeyPem null for no tokens signed by RSA
 * @param ecdsaPublicKeyPem null for no tokens signed by ECDSA
 * @param jwks null for none; else all tokens are verified by keys that are fetched there, and by no others
 * @param audience one of the token's audiences has to match; by {@link ClaimMatch#any} any token is accepted, also one that
 *     is meant for somebody else
 * @param userIdClaim which claim holds the user; a claim inside of a claim is written {@code outer.inner}
 * @param leeway by how much clocks may differ
 */
public record TokenSettings(
        @Nullable HmacSecrets hmac,
        @Nullable String rsaPublicKeyPem,
        @Nullable String ecdsaPublicKeyPem,
        @Nullable JwksSettings jwks,
        ClaimMatch audience,
        ClaimMatch issuer,
        String userIdClaim,
        Duration leeway) {
    private static final TokenSettings NONE =
            new TokenSettings(null, null, null, null, ClaimMatch.any(), ClaimMatch.any(), "sub", Duration.ZERO);

    public TokenSettings {
        if (leeway.isNegative()) {
            throw new IllegalArgumentException("a leeway is not negative, as " + leeway + " is");
        }
        if (userIdClaim.isBlank()) {
            throw new IllegalArgumentException("the claim of the user has a name");
        }
    }

    /** No keys, so that no token is accepted. */
    public static TokenSettings none() {
        return NONE;
    }

    /** The same with this secret and none before. */
    public TokenSettings withHmac(String secret) {
        return withHmac(new HmacSecrets(secret, null, null));
    }

    /** The same with this secret, and another one that is accepted until then. */
    public TokenSettings withHmac(String secret, String previous, @Nullable Instant previousValidUntil) {
        return withHmac(new HmacSecrets(secret, previous, previousValidUntil));
    }

    private TokenSettings withHmac(HmacSecrets other) {
        return new TokenSettings(
                other, rsaPublicKeyPem, ecdsaPublicKeyPem, jwks, audience, issuer, userIdClaim, leeway);
    }

    /** The same with this public key. */
    public TokenSettings withRsa(String pem) {
        return new TokenSettings(hmac, pem, ecdsaPublicKeyPem, jwks, audience, issuer, userIdClaim, leeway);
    }

    /** The same with this public key. */
    public TokenSettings withEcdsa(String pem) {
        return new TokenSettings(hmac, rsaPublicKeyPem, pem, jwks, audience, issuer, userIdClaim, leeway);
    }

    /** The same with keys that are fetched. */
    public TokenSettings withJwks(JwksSettings other) {
        return new TokenSettings(
                hmac, rsaPublicKeyPem, ecdsaPublicKeyPem, other, audience, issuer, userIdClaim, leeway);
    }

    /** The same; tokens have to be meant for this audience (RFC 7519, 4.1.3). */
    public TokenSettings withAudience(ClaimMatch other) {
        return new TokenSettings(hmac, rsaPublicKeyPem, ecdsaPublicKeyPem, jwks, other, issuer, userIdClaim, leeway);
    }

    /** The same; tokens have to come from this issuer (RFC 7519, 4.1.1). */
    public TokenSettings withIssuer(ClaimMatch other) {
        return new TokenSettings(hmac, rsaPublicKeyPem, ecdsaPublicKeyPem, jwks, audience, other, userIdClaim, leeway);
    }

    /** The same; the user is in this claim. */
    public TokenSettings withUserIdClaim(String other) {
        return new TokenSettings(hmac, rsaPublicKeyPem, ecdsaPublicKeyPem, jwks, audience, issuer, other, leeway);
    }

    /** The same; clocks may differ by this. */
    public TokenSettings withLeeway(Duration other) {
        return new TokenSettings(hmac, rsaPublicKeyPem, ecdsaPublicKeyPem, jwks, audience, issuer, userIdClaim, other);
    }
}
