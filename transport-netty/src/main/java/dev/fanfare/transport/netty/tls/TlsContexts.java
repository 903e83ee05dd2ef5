package dev.fanfare.transport.netty.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of new connections, which is replaced when the files change. Thread-safe.
 *
 * <p>A context of OpenSSL is native memory that is counted by references: one of this object until the context is replaced or this
 * object is closed, and one of each open connection.
 */
public final class TlsContexts implements AutoCloseable {
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
    /** Held for reading while a connection takes a reference, which must not be of a context that is replaced meanwhile. */
    private final ReentrantReadWriteLock references = new ReentrantReadWriteLock();

    private SslContext current;
    private boolean closed;

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

    /**
     * Creates the handler of a new connection, which releases its native memory when it is removed from the pipeline.
     *
     * @throws IllegalStateException if this object is closed
     */
    SslHandler newHandler(ByteBufAllocator allocator) {
        references.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the transport is closed");
            }
            return current.newHandler(allocator);
        } finally {
            references.readLock().unlock();
        }
    }

    SslContext current() {
        references.readLock().lock();
        try {
            return current;
        } finally {
            references.readLock().unlock();
        }
    }

    /** Describes the TLS implementation of new connections for the log. */
    public String description() {
        boolean replaced = settings.provider() == TlsProvider.OPENSSL && current() instanceof JdkSslContext;
        return replaced
                ? "JDK (BoringSSL does not support Ed25519 keys)"
                : settings.provider().description();
    }

    /** Releases the context. Open connections keep theirs until they are closed. Idempotent. */
    @Override
    public void close() {
        references.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                ReferenceCountUtil.release(current);
            }
        } finally {
            references.writeLock().unlock();
        }
    }

    private void replace(SslContext next) {
        references.writeLock().lock();
        try {
            if (closed) {
                ReferenceCountUtil.release(next);
            } else {
                ReferenceCountUtil.release(current);
                current = next;
            }
        } finally {
            references.writeLock().unlock();
        }
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
                replace(context(contents));
                loadedContents = contents;
                LOG.info("tls-reloaded source=\"{}\"", settings.source());
            }
            loggedError = null;
        } catch (InvalidTlsFileException invalid) {
            if (!Objects.equals(loggedError, invalid.getMessage())) {
                loggedError = invalid.getMessage();
                LOG.error("tls-reload-failed reason=\"{}\": the current certificate stays in use", loggedError);
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
                    .sslProvider(provider(identity).toNetty())
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

    /** BoringSSL of netty-tcnative does not offer the signature algorithm of Ed25519 keys, so that every handshake would fail. */
    private TlsProvider provider(TlsIdentity identity) {
        return identity.key().getAlgorithm().equals("EdDSA") ? TlsProvider.JDK : settings.provider();
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
