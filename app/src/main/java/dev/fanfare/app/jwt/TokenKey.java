package dev.fanfare.app.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key that verifies signatures of tokens. The key determines the accepted algorithms, never the token (RFC 8725, 3.1).
 * Immutable, thread-safe; {@link #toString} does not show the key.
 */
public final class TokenKey {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int HS384_BYTES = 48;
    private static final int HS512_BYTES = 64;
    private static final int MIN_RSA_BITS = 2048;
    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512);
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private final Set<JWSAlgorithm> algorithms;
    private final JWSVerifier verifier;

    private TokenKey(Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
        this.algorithms = algorithms;
        this.verifier = verifier;
    }

    /**
     * Creates a key from a secret that is shared with the issuer: HS256, with 48 bytes or more also HS384, with 64 bytes or
     * more also HS512. A secret must be at least as long as the hash (RFC 7518, 3.2).
     *
     * @throws IllegalArgumentException if it has fewer than 32 bytes
     */
    public static TokenKey hmac(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "an HMAC secret must have at least " + MIN_SECRET_BYTES + " bytes, got " + secret.length);
        }
        try {
            return new TokenKey(hmacAlgorithms(secret.length), new MACVerifier(secret));
        } catch (JOSEException unfit) {
            throw new IllegalArgumentException("the secret cannot be used for HMAC", unfit);
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
     * Creates a key from the issuer's RSA key: RS256, RS384 and RS512 (RFC 7518, 3.3).
     *
     * @throws IllegalArgumentException if it has fewer than 2048 bits
     */
    public static TokenKey rsa(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key must have at least " + MIN_RSA_BITS + " bits, got " + bits);
        }
        return new TokenKey(RSA, new RSASSAVerifier(key));
    }

    /**
     * Creates a key from the issuer's EC key: ES256, ES384 or ES512, depending on its curve (RFC 7518, 3.4).
     *
     * @throws IllegalArgumentException if its curve is not P-256, P-384 or P-521
     */
    public static TokenKey ec(ECPublicKey key) {
        try {
            var verifier = new ECDSAVerifier(key);
            var algorithm = verifier.supportedECDSAAlgorithm();
            if (algorithm.equals(JWSAlgorithm.ES256K)) {
                throw new IllegalArgumentException("an EC key must use P-256, P-384 or P-521, got secp256k1");
            }
            return new TokenKey(Set.of(algorithm), verifier);
        } catch (JOSEException unfit) {
            throw new IllegalArgumentException("an EC key must use P-256, P-384 or P-521", unfit);
        }
    }

    /**
     * Creates a key from the issuer's Ed25519 key: EdDSA (RFC 8037, 3.1).
     *
     * @throws IllegalArgumentException if these are not the 32 bytes of a public key
     */
    public static TokenKey ed25519(byte[] key) {
        try {
            return new TokenKey(Ed25519Verification.ALGORITHMS, new Ed25519Verification(key));
        } catch (GeneralSecurityException unfit) {
            throw new IllegalArgumentException(
                    "expected an Ed25519 key of 32 bytes, got " + key.length + " bytes", unfit);
        }
    }

    /**
     * Creates a key from the RSA key of a PEM: {@code PUBLIC KEY} (RFC 7468, 13) or {@code CERTIFICATE} (RFC 7468, 5).
     *
     * @throws IllegalArgumentException if the text is not a PEM of an RSA key, or the key is too short
     */
    public static TokenKey rsaPem(String pem) {
        if (read(pem, "RSA") instanceof RSAPublicKey key) {
            return rsa(key);
        }
        throw new IllegalArgumentException("the PEM does not contain an RSA key");
    }

    /**
     * Creates a key from the EC key of a PEM: {@code PUBLIC KEY} (RFC 7468, 13) or {@code CERTIFICATE} (RFC 7468, 5).
     *
     * @throws IllegalArgumentException if the text is not a PEM of an EC key, or the curve is not supported
     */
    public static TokenKey ecPem(String pem) {
        if (read(pem, "EC") instanceof ECPublicKey key) {
            return ec(key);
        }
        throw new IllegalArgumentException("the PEM does not contain an EC key");
    }

    private static PublicKey read(String pem, String algorithm) {
        var match = PEM.matcher(pem.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("expected a PEM that begins with -----BEGIN PUBLIC KEY-----");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(match.group(2));
            return decode(match.group(1), der, algorithm);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "not the PEM of a public " + algorithm + " key: " + malformed.getMessage(), malformed);
        }
    }

    private static PublicKey decode(String label, byte[] der, String algorithm) throws GeneralSecurityException {
        return switch (label) {
            case "PUBLIC KEY" -> KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            case "CERTIFICATE" ->
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey();
            default -> throw new IllegalArgumentException("expected PUBLIC KEY or CERTIFICATE, got " + label);
        };
    }

    /** Returns this key restricted to one algorithm; it verifies nothing if it does not support that algorithm. */
    TokenKey only(JWSAlgorithm algorithm) {
        return new TokenKey(supports(algorithm) ? Set.of(algorithm) : Set.of(), verifier);
    }

    boolean supports(JWSAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    /** Returns true if the owner of this key signed the token with an algorithm of this key. */
    boolean verifies(JWSObject token) {
        try {
            return supports(token.getHeader().getAlgorithm()) && token.verify(verifier);
        } catch (JOSEException unfit) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "TokenKey"
                + algorithms.stream().map(JWSAlgorithm::getName).sorted().toList();
    }
}
