package dev.fanfare.server.config;

import dev.fanfare.app.jwt.TokenKey;
import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The keys that verify tokens (JWT), and the required claims. Immutable. */
public record TokenOptions(
        @Option("Secret for HS256, HS384 and HS512. At least 32, 48 and 64 bytes.")
        Secret hmacSecretKey,

        @Option("Previous secret, which is still accepted during a key rotation.")
        Secret hmacPreviousSecretKey,

        @Option("When the previous secret expires, in seconds since 1970-01-01T00:00:00Z; 0: never.")
        long hmacPreviousSecretKeyValidUntil,

        @Option("Public key for RS256, RS384 and RS512, in PEM format.")
        String rsaPublicKey,

        @Option("Public key for ES256, ES384 and ES512, in PEM format.")
        String ecdsaPublicKey,

        @Option("URL of a JSON Web Key Set (JWKS).") EndpointUrl jwksPublicEndpoint,

        @Option("Required value of the aud claim. Empty: not checked.")
        String audience,

        @Option("Required value of the iss claim. Empty: not checked.")
        String issuer,

        @Option("Claim that contains the user ID. Empty: sub.")
        String userIdClaim)
        implements Checked {

    /** Whether there is a key. */
    public boolean isSet() {
        return hmacSecretKey.isSet()
                || !rsaPublicKey.isEmpty()
                || !ecdsaPublicKey.isEmpty()
                || jwksPublicEndpoint.isSet();
    }

    @Override
    public void check(Checks checks) {
        requireKey(checks, hmacSecretKey.text(), TokenOptions::hmac, "hmac-secret-key");
        requireKey(checks, hmacPreviousSecretKey.text(), TokenOptions::hmac, "hmac-previous-secret-key");
        requireKey(checks, rsaPublicKey, TokenKey::rsaPem, "rsa-public-key");
        requireKey(checks, ecdsaPublicKey, TokenKey::ecPem, "ecdsa-public-key");
        checks.require(
                !hmacPreviousSecretKey.isSet() || hmacSecretKey.isSet(),
                "must be set if hmac-previous-secret-key is set",
                "hmac-secret-key",
                "hmac-previous-secret-key");
        checks.require(
                hmacPreviousSecretKeyValidUntil == 0 || hmacPreviousSecretKey.isSet(),
                "requires hmac-previous-secret-key",
                "hmac-previous-secret-key-valid-until",
                "hmac-previous-secret-key");
    }

    private static void requireKey(Checks checks, String text, Consumer<String> parse, String key) {
        if (!text.isEmpty()) {
            checks.requireUsable(() -> parse.accept(text), key);
        }
    }

    /** The key of a secret. */
    public static TokenKey hmac(String secret) {
        return TokenKey.hmac(secret.getBytes(StandardCharsets.UTF_8));
    }
}
