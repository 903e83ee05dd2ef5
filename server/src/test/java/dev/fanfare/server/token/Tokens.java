package dev.fanfare.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.security.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Tokens as other people's libraries make them, and what becomes of them. */
final class Tokens {
    static final String SECRET = "a secret of sixty-four bytes, so that it is fit for HS512 as well";
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final TokenSettings HMAC = TokenSettings.none().withHmac(SECRET);

    private Tokens() {}

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

    static ConnectionClaims connection(TokenSettings settings, String token) {
        try (var verifier = new TokenVerifier(settings, CLOCK)) {
            return now(verifier.connection(token));
        }
    }

    static SubscriptionClaims subscription(String claims) {
        try (var verifier = new TokenVerifier(HMAC, CLOCK)) {
            return now(verifier.subscription(signed(claims)));
        }
    }

    /** The outcome, which has to be there at once. */
    static <T> T now(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        if (!future.isDone()) {
            throw new AssertionError("not complete at once");
        }
        return outcome(future);
    }

    /** The outcome, once it is there; {@link InvalidTokenException} is thrown as it is. */
    static <T> T outcome(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .copy()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failure) {
            throw InvalidTokenException.of(failure);
        }
    }
}
