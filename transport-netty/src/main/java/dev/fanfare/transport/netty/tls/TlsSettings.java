package dev.fanfare.transport.netty.tls;

import java.nio.file.Path;
import java.time.Duration;

/**
 * TLS of a transport: 1.3 and 1.2 with forward secrecy and authenticated encryption, and nothing else. Immutable.
 *
 * @param source certificate and key
 * @param provider who encrypts
 * @param reloadEvery how often the files are looked at; what changed holds for new connections
 */
public record TlsSettings(KeySource source, TlsProvider provider, Duration reloadEvery) {
    private static final Duration RELOAD_EVERY = Duration.ofSeconds(10);

    public TlsSettings {
        if (!reloadEvery.isPositive()) {
            throw new IllegalArgumentException("reloadEvery is positive, not " + reloadEvery);
        }
    }

    /** A certificate chain and a key that is not encrypted, both PEM; the best provider; looked at every 10 seconds. */
    public static TlsSettings pem(Path chain, Path key) {
        return of(new KeySource.Pem(chain, key, null));
    }

    /** The same with a key that is encrypted. */
    public static TlsSettings pem(Path chain, Path key, String password) {
        return of(new KeySource.Pem(chain, key, password));
    }

    /** A store of PKCS#12; the best provider; looked at every 10 seconds. */
    public static TlsSettings pkcs12(Path store, String password) {
        return of(new KeySource.Pkcs12(store, password));
    }

    /** The same settings with another provider. */
    public TlsSettings withProvider(TlsProvider other) {
        return new TlsSettings(source, other, reloadEvery);
    }

    /** The same settings with files that are looked at more often, or less. */
    public TlsSettings withReloadEvery(Duration other) {
        return new TlsSettings(source, provider, other);
    }

    private static TlsSettings of(KeySource source) {
        return new TlsSettings(source, TlsProvider.best(), RELOAD_EVERY);
    }
}
