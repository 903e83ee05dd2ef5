package dev.fanfare.transport.netty.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;

/** Reads the private key and its chain from a key store. Thread-safe. */
final class Pkcs12Identity {
    private Pkcs12Identity() {}

    static TlsIdentity read(KeySource.Pkcs12 source, byte[] content) {
        var file = source.store();
        var password = source.password().toCharArray();
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            var alias = alias(file, store);
            var chain = Arrays.stream(store.getCertificateChain(alias))
                    .map(X509Certificate.class::cast)
                    .toList();
            return new TlsIdentity((PrivateKey) store.getKey(alias, password), chain);
        } catch (IOException | GeneralSecurityException failure) {
            throw new InvalidTlsFileException(
                    file, "cannot be opened: the password is wrong or the file is not PKCS#12", failure);
        }
    }

    private static String alias(Path file, KeyStore store) throws GeneralSecurityException {
        var keys = new ArrayList<String>();
        for (var alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new InvalidTlsFileException(file, "must contain exactly one private key, found " + keys.size());
        }
        return keys.getFirst();
    }
}
