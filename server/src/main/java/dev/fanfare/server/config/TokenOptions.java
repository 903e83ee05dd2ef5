package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Secret;

/** Keys that sign tokens (JWT), and what tokens must say. Immutable. */
public record TokenOptions(
        @Option("Secret for HS256, HS384 and HS512.") Secret hmacSecretKey,

        @Option("Secret that was used before, still accepted while it is replaced.")
        Secret hmacPreviousSecretKey,

        @Option("When the previous secret ends, in seconds since 1970; 0: never.")
        long hmacPreviousSecretKeyValidUntil,

        @Option("Public key for RS256, RS384 and RS512, in PEM.")
        String rsaPublicKey,

        @Option("Public key for ES256, ES384 and ES512, in PEM.")
        String ecdsaPublicKey,

        @Option("URL of a key set (JWKS).") EndpointUrl jwksPublicEndpoint,

        @Option("What aud must say. Empty: not checked.") String audience,

        @Option("What iss must say. Empty: not checked.") String issuer,

        @Option("Claim that names the user. Empty: sub.") String userIdClaim)
        implements Checked {

    /** Whether any token can be verified. */
    public boolean isSet() {
        return hmacSecretKey.isSet()
                || !rsaPublicKey.isEmpty()
                || !ecdsaPublicKey.isEmpty()
                || jwksPublicEndpoint.isSet();
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                !hmacPreviousSecretKey.isSet() || hmacSecretKey.isSet(),
                "must be set when hmac-previous-secret-key is",
                "hmac-secret-key",
                "hmac-previous-secret-key");
        checks.require(
                hmacPreviousSecretKeyValidUntil == 0 || hmacPreviousSecretKey.isSet(),
                "needs hmac-previous-secret-key",
                "hmac-previous-secret-key-valid-until",
                "hmac-previous-secret-key");
    }
}
