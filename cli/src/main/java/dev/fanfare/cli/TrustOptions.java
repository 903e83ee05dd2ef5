package dev.fanfare.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that select trusted certificates. By default, those of the JDK are trusted. */
final class TrustOptions {
    /** At most one of the two options. */
    static final class Choice {
        @Option(names = "--insecure", required = true, description = "Accepts any certificate of a wss:// server.")
        private boolean insecure;

        @Option(
                names = "--ca",
                required = true,
                paramLabel = "FILE",
                description = "Trusts only the certificates in this PEM file.")
        private @Nullable Path ca;

        private TrustManager[] trustManagers() throws GeneralSecurityException {
            return insecure || ca == null ? new TrustManager[] {new TrustAll()} : trusting(ca);
        }
    }

    @ArgGroup
    private @Nullable Choice choice;

    /**
     * The context of the selected option; empty if none is selected.
     *
     * @throws IllegalStateException if the file contains no certificate
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
            throw new IllegalStateException("cannot read certificates from " + file + ": " + failure, failure);
        }
        if (trusted.size() == 0) {
            throw new IllegalStateException("no certificate in " + file);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    /** Accepts every certificate for every host name. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
