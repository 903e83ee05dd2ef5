package dev.fanfare.transport.netty.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS context of new connections, which is replaced when the files change. Thread-safe. */
public final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

    /** RFC 9325, 4.2: forward secrecy and authenticated encryption. The first three are for TLS 1.3. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final TlsSettings settings;
    private final ReentrantLock reloading = new ReentrantLock();
    private Map<Path, byte[]> loadedContents;
    private @Nullable String loggedError;
    private volatile SslContext current;

    /**
     * Reads the files.
     *
     * @throws InvalidTlsFileException if a file is not usable
     * @throws IllegalStateException if the provider is not available
     */
    public TlsContexts(TlsSettings settings) {
        settings.provider().requireAvailable();
        this.settings = settings;
        this.loadedContents = read(settings.source());
        this.current = context(loadedContents);
    }

    SslContext current() {
        return current;
    }

    /**
     * Reads the files, and replaces the context if they have changed. Files that are not usable, which may be half written, are
     * logged once and change nothing. Blocks.
     */
    public void reload() {
        reloading.lock();
        try {
            var contents = read(settings.source());
            if (!isLoaded(contents)) {
                current = context(contents);
                loadedContents = contents;
                LOG.info("reloaded the TLS certificate from {}", settings.source());
            }
            loggedError = null;
        } catch (InvalidTlsFileException invalid) {
            if (!Objects.equals(loggedError, invalid.getMessage())) {
                loggedError = invalid.getMessage();
                LOG.error("cannot reload the TLS certificate; the current one stays in use: {}", loggedError);
            }
        } finally {
            reloading.unlock();
        }
    }

    private boolean isLoaded(Map<Path, byte[]> contents) {
        return contents.entrySet().stream()
                .allMatch(file -> Arrays.equals(file.getValue(), loadedContents.get(file.getKey())));
    }

    private static Map<Path, byte[]> read(KeySource source) {
        var contents = new HashMap<Path, byte[]>();
        for (var file : source.files()) {
            try {
                contents.put(file, Files.readAllBytes(file));
            } catch (IOException failure) {
                throw new InvalidTlsFileException(
                        file, Files.exists(file) ? "cannot be read" : "does not exist", failure);
            }
        }
        return contents;
    }

    private SslContext context(Map<Path, byte[]> contents) {
        var source = settings.source();
        var file = source.files().getLast();
        var identity = switch (source) {
            case KeySource.PemFiles pem -> PemIdentity.read(pem, contents);
            case KeySource.Pkcs12 store -> Pkcs12Identity.read(store, contents.getOrDefault(file, new byte[0]));
        };
        if (!identity.keyMatches()) {
            throw new InvalidTlsFileException(
                    file,
                    "the private key does not match the certificate of "
                            + identity.chain().getFirst().getSubjectX500Principal());
        }
        try {
            return SslContextBuilder.forServer(identity.key(), identity.chain())
                    .sslProvider(settings.provider().toNetty())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException failure) {
            throw new InvalidTlsFileException(
                    file, "is not usable: " + root(failure).getMessage(), failure);
        }
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
