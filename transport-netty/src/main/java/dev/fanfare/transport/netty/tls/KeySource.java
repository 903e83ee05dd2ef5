package dev.fanfare.transport.netty.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the server's certificate and key lie. Immutable; a password is not shown. */
public sealed interface KeySource {
    /** The files that are looked at for changes. */
    List<Path> files();

    /**
     * Two files of PEM.
     *
     * @param chain the server's certificate, and behind it those that sign it, as far as clients do not know them
     * @param key the private key: PKCS#8
     * @param password of the key; null when it is not encrypted
     */
    record Pem(Path chain, Path key, @Nullable String password) implements KeySource {
        @Override
        public List<Path> files() {
            return List.of(chain, key);
        }

        @Override
        public String toString() {
            return chain + " and " + key;
        }
    }

    /**
     * A store with one private key and its chain: PKCS#12.
     *
     * @param store the file
     * @param password of the store and of the key
     */
    record Pkcs12(Path store, String password) implements KeySource {
        @Override
        public List<Path> files() {
            return List.of(store);
        }

        @Override
        public String toString() {
            return store.toString();
        }
    }
}
