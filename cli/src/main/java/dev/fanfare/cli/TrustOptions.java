package dev.fanfare.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whose certificates a client takes: those the JDK trusts, unless it is told otherwise. */
final class TrustOptions {
    /** At most one of the two. */
    static final class Choice {
        @Option(
                names = "--insecure",
                required = true,
                description = "Takes any certificate of a wss:// server, of anybody.")
        private boolean insecure;

        @Option(
                names = "--ca",
                required = true,
                paramLabel = "FILE",
                description = "Trusts the certificates of this file, PEM, and no others.")
        private @Nullable Path ca;

        private TrustManager[] trustManagers() throws GeneralSecurityException {
            return insecure || ca == null ? new TrustManager[] {new TrustAll()} : trusting(ca);
        }
    }

    @ArgGroup
    private @Nullable Choice choice;

    /**
     * What was chosen; empty when nothing was.
     *
     * @throws IllegalStateException when the file has no certificates
     */
    Optional<SSLContext> sslContext() {
        if (choice == null) {
            return Optional.empty();
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, choice.trustManagers(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    private static TrustManager[] trusting(Path file) throws GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            trusted.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("can't read certificates from " + file + ": " + failure, failure);
        }
        if (trusted.size() == 0) {
            throw new IllegalStateException("there is no certificate in " + file);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }
}
