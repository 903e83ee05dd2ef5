package dev.fanfare.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.config.TokenOptions;
import java.security.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Signs tokens with Nimbus, and verifies them with options of the server. */
final class Tokens {
    static final String SECRET = "a secret of sixty-four bytes, so that it is fit for HS512 as well";
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final TokenOptions HMAC = options("hmac-secret-key", SECRET);

    private Tokens() {}

    /** Token options with these names and values; all others have their defaults. */
    static TokenOptions options(String... namesAndValues) {
        var flags = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            flags.put("client.token." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return ServerConfig.LOADER.load("", Map.of(), flags).client().token();
    }

    static String signed(String claims) {
        return signed(SECRET, claims);
    }

    static String signed(String secret, String claims) {
        return signed(JWSAlgorithm.HS256, secret, claims);
    }

    static String signed(JWSAlgorithm algorithm, String secret, String claims) {
        try {
            return signed(new JWSHeader(algorithm), new MACSigner(secret), claims);
        } catch (JOSEException unfit) {
            throw new AssertionError(unfit);
        }
    }

    static String signed(JWSHeader header, JWSSigner signer, String claims) {
        try {
            var token = new JWSObject(header, new Payload(claims));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException unfit) {
            throw new AssertionError(unfit);
        }
    }

    static String pem(Key key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    static String pem(String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    static ConnectionClaims connection(String claims) {
        return connection(HMAC, signed(claims));
    }

    static ConnectionClaims connection(TokenOptions options, String token) {
        try (var verifier = new TokenVerifier(options, CLOCK)) {
            return now(verifier.connection(token));
        }
    }

    static SubscriptionClaims subscription(String claims) {
        try (var verifier = new TokenVerifier(HMAC, CLOCK)) {
            return now(verifier.subscription(signed(claims)));
        }
    }

    /** The outcome of a stage that must be complete. */
    static <T> T now(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        if (!future.isDone()) {
            throw new AssertionError("the stage is not complete");
        }
        return outcome(future);
    }

    /** Waits for the outcome; throws {@link InvalidTokenException} without its wrappers. */
    static <T> T outcome(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .copy()
                    .orTimeout(120, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failure) {
            throw InvalidTokenException.of(failure);
        }
    }
}
