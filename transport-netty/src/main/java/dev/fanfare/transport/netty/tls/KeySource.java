package dev.fanfare.transport.netty.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files with certificate and private key of the server. Immutable. {@code toString} omits passwords. */
public sealed interface KeySource {
    /** Returns the files, which are watched for changes. */
    List<Path> files();

    /**
     * Two PEM files. Immutable.
     *
     * @param chain the certificate of the server, followed by the intermediate certificates
     * @param key the private key in PKCS#8
     * @param password password of the key; null if the key is not encrypted
     */
    record PemFiles(Path chain, Path key, @Nullable String password) implements KeySource {
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
     * A PKCS#12 key store with one private key and its chain. Immutable.
     *
     * @param store the file
     * @param password password of the key store and of the key
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
