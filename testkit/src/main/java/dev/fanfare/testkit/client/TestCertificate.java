package dev.fanfare.testkit.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate of localhost with its key. Immutable. Created at run time, because a stored certificate
 * would expire.
 */
public final class TestCertificate {
    private static final String ALIAS = "server";
    private static final String STORE_PASSWORD = "changeit";
    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    private static final int LINE_CHARS = 64;

    private final Path store;
    private final Certificate certificate;
    private final PrivateKey key;

    private TestCertificate(Path store, Certificate certificate, PrivateKey key) {
        this.store = store;
        this.certificate = certificate;
        this.key = key;
    }

    /** Creates a certificate in a directory. */
    public static TestCertificate create(Path directory) {
        return create(directory, "EC");
    }

    /**
     * Creates a certificate in a directory.
     *
     * @param algorithm algorithm of the key: EC, RSA or Ed25519
     */
    public static TestCertificate create(Path directory, String algorithm) {
        try {
            var signature = SelfSignature.of(algorithm);
            var pair = signature.generateKey();
            var certificate = signature.certify(pair);
            var store = Files.createTempDirectory(directory, "certificate").resolve("store.p12");
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(ALIAS, pair.getPrivate(), password(), new Certificate[] {certificate});
            try (var out = Files.newOutputStream(store)) {
                keys.store(out, password());
            }
            return new TestCertificate(store, certificate, pair.getPrivate());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    private static char[] password() {
        return STORE_PASSWORD.toCharArray();
    }

    /** Returns the context of a server with the key. */
    public SSLContext serverContext() {
        try {
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(KeyStore.getInstance(store.toFile(), password()), password());
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Returns a context that trusts only this certificate. */
    public SSLContext clientContext() {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Returns the certificate. */
    public Certificate certificate() {
        return certificate;
    }

    /** Returns the PKCS#12 store with the certificate and its key. */
    public Path store() {
        return store;
    }

    /** Returns the password of the store. */
    public String storePassword() {
        return STORE_PASSWORD;
    }

    /** Writes the certificate as PEM. */
    public Path writeCertificate(Path file) {
        try {
            return Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
        } catch (IOException | GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Writes the key as PEM: PKCS#8, unencrypted. */
    public Path writeKey(Path file) {
        try {
            return Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes the key as PEM: PKCS#8, encrypted. */
    public Path writeKey(Path file, String password) {
        try {
            var secret = SecretKeyFactory.getInstance(CIPHER).generateSecret(new PBEKeySpec(password.toCharArray()));
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, secret);
            var parameters = AlgorithmParameters.getInstance("PBES2");
            parameters.init(cipher.getParameters().getEncoded());
            var encrypted = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key.getEncoded()));
            return Files.writeString(file, pem("ENCRYPTED PRIVATE KEY", encrypted.getEncoded()));
        } catch (IOException | GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String pem(String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
