package dev.fanfare.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * A key that verifies tokens by one algorithm, which the key decides and never the token (RFC 8725, 3.1). Immutable,
 * thread-safe; does not show the key.
 */
public final class TokenKey {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;

    private final JWSAlgorithm algorithm;
    private final JWSVerifier verifier;

    private TokenKey(JWSAlgorithm algorithm, JWSVerifier verifier) {
        this.algorithm = algorithm;
        this.verifier = verifier;
    }

    /**
     * A secret that the issuer has, too: HS256 (RFC 7518, 3.2).
     *
     * @throws IllegalArgumentException when it has less than 32 bytes
     */
    public static TokenKey hmac(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a secret has at least " + MIN_SECRET_BYTES + " bytes, not " + secret.length);
        }
        try {
            return new TokenKey(JWSAlgorithm.HS256, new MACVerifier(secret));
        } catch (JOSEException unfit) {
            throw new IllegalArgumentException("the secret is not fit for HS256", unfit);
        }
    }

    /**
     * The issuer's public key: RS256 (RFC 7518, 3.3).
     *
     * @throws IllegalArgumentException when it has less than 2048 bits
     */
    public static TokenKey rsa(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key has at least " + MIN_RSA_BITS + " bits, not " + bits);
        }
        return new TokenKey(JWSAlgorithm.RS256, new RSASSAVerifier(key));
    }

    /**
     * The issuer's public key: ES256, ES384 or ES512, as its curve is (RFC 7518, 3.4).
     *
     * @throws IllegalArgumentException when its curve is none of these
     */
    public static TokenKey ec(ECPublicKey key) {
        try {
            var verifier = new ECDSAVerifier(key);
            return new TokenKey(verifier.supportedECDSAAlgorithm(), verifier);
        } catch (JOSEException unfit) {
            throw new IllegalArgumentException("an EC key is of P-256, P-384 or P-521", unfit);
        }
    }

    /** True when the token was signed by this key's owner, and by this key's algorithm. */
    boolean verifies(SignedJWT token) {
        try {
            return token.getHeader().getAlgorithm().equals(algorithm) && token.verify(verifier);
        } catch (JOSEException unfit) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "TokenKey[" + algorithm + "]";
    }
}
