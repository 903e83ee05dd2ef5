package dev.fanfare.transport.netty.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys from PEM files. Thread-safe. */
final class PemIdentity {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PLAIN_KEY = "PRIVATE KEY";
    private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";

    private PemIdentity() {}

    static TlsIdentity read(KeySource.PemFiles source, Map<Path, byte[]> contents) {
        var chain = chain(source.chain(), blocks(source.chain(), contents));
        var key = key(source.key(), blocks(source.key(), contents), source.password(), chain.getFirst());
        return new TlsIdentity(key, chain);
    }

    private static List<Pem> blocks(Path file, Map<Path, byte[]> contents) {
        return Pem.blocks(new String(contents.getOrDefault(file, new byte[0]), StandardCharsets.ISO_8859_1));
    }

    private static List<X509Certificate> chain(Path file, List<Pem> blocks) {
        var chain = blocks.stream()
                .filter(block -> block.label().equals(CERTIFICATE))
                .map(block -> certificate(file, block))
                .toList();
        if (chain.isEmpty()) {
            throw new InvalidTlsFileException(file, "contains no certificate: expected -----BEGIN CERTIFICATE-----");
        }
        return chain;
    }

    private static X509Certificate certificate(Path file, Pem block) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new InvalidTlsFileException(
                    file, "contains a malformed certificate: " + malformed.getMessage(), malformed);
        }
    }

    private static PrivateKey key(Path file, List<Pem> blocks, @Nullable String password, X509Certificate certificate) {
        var block = blocks.stream()
                .filter(each -> each.label().endsWith(PLAIN_KEY))
                .findFirst()
                .orElseThrow(() -> new InvalidTlsFileException(
                        file, "contains no private key: expected -----BEGIN PRIVATE KEY-----"));
        var spec = switch (block.label()) {
            case PLAIN_KEY -> new PKCS8EncodedKeySpec(der(file, block));
            case ENCRYPTED_KEY -> decrypt(file, block, password);
            default ->
                throw new InvalidTlsFileException(
                        file,
                        "contains '" + block.label() + "' but must contain a PKCS#8 key: convert it with"
                                + " openssl pkcs8 -topk8 -nocrypt -in " + file);
        };
        try {
            return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(spec);
        } catch (GeneralSecurityException another) {
            throw new InvalidTlsFileException(
                    file,
                    "contains no " + certificate.getPublicKey().getAlgorithm() + " key, which the certificate requires",
                    another);
        }
    }

    private static PKCS8EncodedKeySpec decrypt(Path file, Pem block, @Nullable String password) {
        if (password == null) {
            throw new InvalidTlsFileException(file, "is encrypted: configure its password");
        }
        try {
            var info = new EncryptedPrivateKeyInfo(der(file, block));
            // For PBES2, only toString of the parameters returns the name.
            var parameters = info.getAlgParameters();
            var name = parameters == null ? info.getAlgName() : parameters.toString();
            var algorithm = name.startsWith("PBEWith") ? name : info.getAlgName();
            var secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
            return info.getKeySpec(secret);
        } catch (IOException | GeneralSecurityException failure) {
            throw new InvalidTlsFileException(
                    file, "cannot be decrypted: the password is wrong or the file is malformed", failure);
        }
    }

    private static byte[] der(Path file, Pem block) {
        try {
            return block.der();
        } catch (IllegalArgumentException malformed) {
            throw new InvalidTlsFileException(file, "is not valid base64: " + malformed.getMessage(), malformed);
        }
    }
}
