package dev.fanfare.transport.netty.tls;

import java.nio.file.Path;
import java.time.Duration;

/**
 * TLS settings of a transport: only 1.3 and 1.2, with forward secrecy and authenticated encryption. Immutable.
 *
 * @param source certificate and private key
 * @param provider the TLS implementation
 * @param reloadEvery interval at which the files are checked; changes apply to new connections
 */
public record TlsSettings(KeySource source, TlsProvider provider, Duration reloadEvery) {
    private static final Duration RELOAD_EVERY = Duration.ofSeconds(10);

    public TlsSettings {
        if (!reloadEvery.isPositive()) {
            throw new IllegalArgumentException("reloadEvery must be positive, got " + reloadEvery);
        }
    }

    /** Creates settings for PEM files with an unencrypted key, the best provider, and a check every 10 seconds. */
    public static TlsSettings pem(Path chain, Path key) {
        return of(new KeySource.PemFiles(chain, key, null));
    }

    /** Creates settings for PEM files with an encrypted key, the best provider, and a check every 10 seconds. */
    public static TlsSettings pem(Path chain, Path key, String password) {
        return of(new KeySource.PemFiles(chain, key, password));
    }

    /** Creates settings for a PKCS#12 key store, the best provider, and a check every 10 seconds. */
    public static TlsSettings pkcs12(Path store, String password) {
        return of(new KeySource.Pkcs12(store, password));
    }

    /** Returns a copy with this provider. */
    public TlsSettings withProvider(TlsProvider other) {
        return new TlsSettings(source, other, reloadEvery);
    }

    /** Returns a copy with this interval. */
    public TlsSettings withReloadEvery(Duration other) {
        return new TlsSettings(source, provider, other);
    }

    private static TlsSettings of(KeySource source) {
        return new TlsSettings(source, TlsProvider.best(), RELOAD_EVERY);
    }
}
