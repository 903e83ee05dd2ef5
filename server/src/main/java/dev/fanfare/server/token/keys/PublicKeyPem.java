package dev.fanfare.server.token.keys;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Public keys as PEM: {@code PUBLIC KEY} (RFC 7468, 13) or {@code CERTIFICATE} (RFC 7468, 5). */
public final class PublicKeyPem {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private PublicKeyPem() {}

    /**
     * The RSA key of this PEM.
     *
     * @throws IllegalArgumentException when this is no PEM of an RSA key, or its key is too short
     */
    public static VerifyingKey rsa(String pem) {
        if (read(pem, "RSA") instanceof RSAPublicKey key) {
            return VerifyingKey.rsa(key);
        }
        throw new IllegalArgumentException("the PEM holds no RSA key");
    }

    /**
     * The EC key of this PEM.
     *
     * @throws IllegalArgumentException when this is no PEM of an EC key, or its curve is none of ours
     */
    public static VerifyingKey ec(String pem) {
        if (read(pem, "EC") instanceof ECPublicKey key) {
            return VerifyingKey.ec(key);
        }
        throw new IllegalArgumentException("the PEM holds no EC key");
    }

    private static PublicKey read(String pem, String algorithm) {
        var match = PEM.matcher(pem.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("not a PEM that begins with -----BEGIN PUBLIC KEY-----");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(match.group(2));
            return decode(match.group(1), der, algorithm);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "not a PEM of the public " + algorithm + " key: " + malformed.getMessage(), malformed);
        }
    }

    private static PublicKey decode(String label, byte[] der, String algorithm) throws GeneralSecurityException {
        return switch (label) {
            case "PUBLIC KEY" -> KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            case "CERTIFICATE" ->
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey();
            default -> throw new IllegalArgumentException("PUBLIC KEY or CERTIFICATE is expected, not " + label);
        };
    }
}
