package dev.fanfare.server.token.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;

/**
 * A key with the algorithms it verifies signatures by, which the key decides and never the token (RFC 8725, 3.1).
 * Immutable, thread-safe; does not show the key.
 */
public final class VerifyingKey {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int HS384_BYTES = 48;
    private static final int HS512_BYTES = 64;
    private static final int MIN_RSA_BITS = 2048;
    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512);

    private final Set<JWSAlgorithm> algorithms;
    private final JWSVerifier verifier;

    private VerifyingKey(Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
        this.algorithms = algorithms;
        this.verifier = verifier;
    }

    /**
     * A secret that the issuer has, too: HS256, from 48 bytes HS384 and from 64 HS512, for it is as
     * long as the hash at least (RFC 7518, 3.2).
     *
     * @throws IllegalArgumentException when it has less than 32 bytes of UTF-8
     */
    public static VerifyingKey hmac(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "an HMAC secret has at least " + MIN_SECRET_BYTES + " bytes, not " + bytes.length);
        }
        try {
            return new VerifyingKey(hmacAlgorithms(bytes.length), new MACVerifier(bytes));
        } catch (JOSEException unfit) {
            throw new IllegalArgumentException("the secret is not fit for HMAC", unfit);
        }
    }

    private static Set<JWSAlgorithm> hmacAlgorithms(int secretBytes) {
        if (secretBytes < HS384_BYTES) {
            return Set.of(JWSAlgorithm.HS256);
        }
        return secretBytes < HS512_BYTES
                ? Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384)
                : Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
    }

    /**
     * RS256, RS384 and RS512 (RFC 7518, 3.3).
     *
     * @throws IllegalArgumentException when it has less than 2048 bits
     */
    public static VerifyingKey rsa(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key has at least " + MIN_RSA_BITS + " bits, not " + bits);
        }
        return new VerifyingKey(RSA, new RSASSAVerifier(key));
    }

    /**
     * ES256, ES384 or ES512, as its curve is (RFC 7518, 3.4).
     *
     * @throws IllegalArgumentException when its curve is none of P-256, P-384 and P-521
     */
    public static VerifyingKey ec(ECPublicKey key) {
        try {
            var verifier = new ECDSAVerifier(key);
            var algorithm = verifier.supportedECDSAAlgorithm();
            if (algorithm.equals(JWSAlgorithm.ES256K)) {
                throw new IllegalArgumentException("an EC key is of P-256, P-384 or P-521, not of secp256k1");
            }
            return new VerifyingKey(Set.of(algorithm), verifier);
        } catch (JOSEException unfit) {
            throw new IllegalArgumentException("an EC key is of P-256, P-384 or P-521", unfit);
        }
    }

    /**
     * EdDSA by these 32 bytes (RFC 8037, 3.1).
     *
     * @throws IllegalArgumentException when they are no public key
     */
    public static VerifyingKey ed25519(byte[] key) {
        try {
            return new VerifyingKey(Ed25519Verification.ALGORITHMS, new Ed25519Verification(key));
        } catch (GeneralSecurityException unfit) {
            throw new IllegalArgumentException("not an Ed25519 key", unfit);
        }
    }

    /** This key for that algorithm only; for none when it is not fit for it. */
    VerifyingKey only(JWSAlgorithm algorithm) {
        return new VerifyingKey(algorithms.contains(algorithm) ? Set.of(algorithm) : Set.of(), verifier);
    }

    /** True when this key verifies signatures by that algorithm. */
    public boolean fits(JWSAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    /** True when the token was signed by this key's owner, and by an algorithm of this key. */
    public boolean verifies(JWSObject token) {
        try {
            return fits(token.getHeader().getAlgorithm()) && token.verify(verifier);
        } catch (JOSEException unfit) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "VerifyingKey" + algorithms;
    }
}
