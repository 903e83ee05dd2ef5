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

/** Reads the one key of a store, and its chain. */
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
                    file, "can't be opened: its password is another, or it is no PKCS#12", failure);
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
            throw new InvalidTlsFileException(file, "has " + keys.size() + " private keys, and not one");
        }
        return keys.getFirst();
    }
}
