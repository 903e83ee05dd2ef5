package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawSocket.End;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.testkit.client.TestCertificate;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.http.HttpTimes;
import dev.fanfare.transport.netty.tls.TlsProvider;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS over real sockets with the JDK and with OpenSSL. */
class TlsTest {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int ALERT = 21;
    private static final int PROTOCOL_VERSION = 70;
    /** A ClientHello of TLS 1.1 with two of its cipher suites. */
    private static final String HELLO_1_1 = "160301002f0100002b0302" + "ab".repeat(32) + "000004c013002f0100";

    @TempDir
    @Nullable
    static Path directory;

    private static @Nullable TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() {
        certificate = TestCertificate.create(directory());
    }

    @ParameterizedTest
    @EnumSource
    void webSocket_jdkClient_worksOverTls(TlsProvider provider) {
        var echoed = new CompletableFuture<String>();
        try (var server = start(provider, TestServer.upgradingTo(new EchoListener()));
                var http = HttpClient.newBuilder()
                        .sslContext(certificate().clientContext())
                        .build()) {
            var socket = http.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("wss://localhost:" + server.address().getPort() + "/"),
                            new WebSocket.Listener() {
                                @Override
                                public @Nullable CompletionStage<?> onText(
                                        WebSocket from, CharSequence text, boolean last) {
                                    echoed.complete(text.toString());
                                    return null;
                                }
                            })
                    .join();
            socket.sendText("hello", true).join();

            assertThat(echoed.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("hello");
            socket.abort();
        }
    }

    @ParameterizedTest
    @EnumSource
    void requests_overTls_endWithCloseNotify(TlsProvider provider) {
        try (var server = start(provider, TestServer.upgradingTo(new EchoListener()));
                var http = RawHttp.over(connect(server))) {
            http.send(RawHttp.request("GET /1") + RawHttp.request("GET /2", "Connection: close"));

            assertThat(http.read().text()).isEqualTo("/1");
            assertThat(http.read().text()).isEqualTo("/2");
            // An end without close_notify would throw.
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void webSocket_violation_receivesCloseFrame(TlsProvider provider) {
        try (var server = start(provider, TestServer.upgradingTo(new EchoListener()));
                var client = RawWebSocket.open(connect(server), "/")) {
            client.send("text");
            client.send(new byte[70_000]);
            assertThat(client.receiveText()).isEqualTo("text");
            assertThat(client.receiveBinary()).hasSize(70_000);

            client.send(ClientFrame.of(0x3, new byte[0]));

            assertThat(client.receiveClose().closeCode()).isEqualTo(1002);
            assertThat(client.socket().awaitEnd()).isEqualTo(End.FINISHED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void webSocket_clientCloses_isAnswered(TlsProvider provider) {
        var listener = new RecordingListener();
        try (var server = start(provider, TestServer.upgradingTo(listener));
                var client = RawWebSocket.open(connect(server), "/")) {
            assertThat(client.leave().closeCode()).isEqualTo(1000);
            assertThat(listener.closeReason().code()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messages_beforeTheEndOfInput_areDeliveredAfterAPause(TlsProvider provider) {
        var listener = new PausedReadingTest.PausingListener();
        try (var server = start(provider, TestServer.upgradingTo(listener));
                var client = RawWebSocket.open(connect(server), "/")) {
            client.sendTogether(ClientFrame.text("one"), ClientFrame.text("two"), ClientFrame.close(1000, "bye"));
            assertThat(listener.nextMessage().text()).isEqualTo("one");
            client.socket().finish();
            // The loop has seen the end of the input before this connection.
            connect(server).close();
            listener.resume();

            assertThat(listener.nextMessage().text()).isEqualTo("two");
            listener.resume();
            assertThat(listener.closeReason().code()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_oldTlsVersion_isRejected(TlsProvider provider) {
        try (var server = start(provider, exchange -> {});
                var client = RawSocket.connect(server.address())) {
            client.send(HexFormat.of().parseHex(HELLO_1_1));

            var alert = client.read(7);
            assertThat(alert[0]).isEqualTo((byte) ALERT);
            assertThat(alert[6]).isEqualTo((byte) PROTOCOL_VERSION);
            client.awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void cipherSuites_notAuthenticated_areRejected(TlsProvider provider) throws IOException {
        try (var server = start(provider, exchange -> {})) {
            assertThat(handshake(server, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                    .isEqualTo("TLSv1.2");
            assertThat(handshake(server, "TLSv1.3", "TLS_AES_256_GCM_SHA384")).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> handshake(server, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                    .isInstanceOf(SSLException.class);
        }
    }

    /** RFC 5246, 7.4.1.2; a handshake costs the server more than the client. */
    @ParameterizedTest
    @EnumSource
    void renegotiation_byClient_closes(TlsProvider provider) throws IOException {
        try (var server = start(provider, exchange -> exchange.respond(HttpResponse.text(200, "done")));
                var socket = (SSLSocket) certificate()
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(
                                server.address().getAddress(), server.address().getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            socket.getOutputStream().write(RawHttp.request("GET /").getBytes(StandardCharsets.US_ASCII));
            var response = new StringBuilder();
            while (!response.toString().endsWith("done")) {
                response.append((char) socket.getInputStream().read());
            }

            socket.startHandshake();

            assertThat(endsOnRead(socket)).isTrue();
        }
    }

    private static boolean endsOnRead(Socket socket) {
        try {
            socket.getOutputStream().write(RawHttp.request("GET /").getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() < 0;
        } catch (IOException ended) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "OPENSSL, TLSv1.2", "OPENSSL, TLSv1.3"})
    void sessions_areResumed(TlsProvider provider, String version) throws IOException, GeneralSecurityException {
        var checks = new AtomicInteger();
        var client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[] {new CountingTrustManager(checks)}, null);
        try (var server = start(provider, TestServer.upgradingTo(new EchoListener()))) {
            for (int i = 0; i < 3; i++) {
                var address = server.address();
                try (var socket =
                        (SSLSocket) client.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
                    socket.setEnabledProtocols(new String[] {version});
                    var out = socket.getOutputStream();
                    out.write(RawHttp.request("GET /", "Connection: close").getBytes(StandardCharsets.US_ASCII));
                    // A ticket of TLS 1.3 arrives after the handshake.
                    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                            .startsWith("HTTP/1.1 200");
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                }
            }
        }
        // A resumed handshake contains no certificate.
        assertThat(checks).hasValue(1);
    }

    /** Accepts every certificate. Thread-safe. */
    private static final class CountingTrustManager extends X509ExtendedTrustManager {
        private final AtomicInteger checks;

        CountingTrustManager(AtomicInteger checks) {
            this.checks = checks;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            checks.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            checks.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            checks.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @ParameterizedTest
    @CsvSource({"JDK, RSA", "JDK, Ed25519", "OPENSSL, RSA", "OPENSSL, Ed25519"})
    void keys_otherThanEc_areUsable(TlsProvider provider, String algorithm) {
        var other = TestCertificate.create(directory(), algorithm);
        var settings = TlsSettings.pkcs12(other.store(), other.storePassword()).withProvider(provider);
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                                .withTls(settings),
                        TestServer.upgradingTo(new EchoListener()));
                var http = RawHttp.over(RawSocket.connect(server.address(), other.clientContext(), BUFFER_BYTES))) {
            http.send(RawHttp.request("GET /key"));

            assertThat(http.read().text()).isEqualTo("/key");
            boolean fallback = provider == TlsProvider.OPENSSL && algorithm.equals("Ed25519");
            assertThat(server.transport().description().contains("BoringSSL does not support"))
                    .isEqualTo(fallback);
        }
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLS by JDK", "OPENSSL, TLS by BoringSSL"})
    void description_namesTheProvider(TlsProvider provider, String expected) {
        try (var server = start(provider, exchange -> {})) {
            assertThat(server.transport().description()).endsWith(", " + expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void alpn_offersHttp11(TlsProvider provider) throws IOException {
        try (var server = start(provider, exchange -> {});
                var socket = (SSLSocket) certificate()
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(
                                server.address().getAddress(), server.address().getPort())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();

            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void request_withoutTls_returns400() {
        try (var server = start(TlsProvider.best(), exchange -> {})) {
            var response = RawHttp.exchange(server.address(), "GET /");

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.text()).contains("TLS", "wss");
        }
    }

    @ParameterizedTest
    @EnumSource
    void handshake_pastTimeLimit_isClosed(TlsProvider provider) {
        var settings = TestServer.settings(TestServer.SHORT, TestServer.PATIENT).withTls(tls(provider));
        try (var server = TestServer.start(settings, exchange -> {});
                var silent = RawSocket.connect(server.address());
                var stopping = RawSocket.connect(server.address())) {
            stopping.send(HexFormat.of().parseHex(HELLO_1_1.substring(0, 40)));

            silent.awaitEnd();
            stopping.awaitEnd();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void handshake_done_requestKeepsRemainingTime() {
        var times = HttpTimes.all(TestServer.PATIENT).withHandshake(TestServer.SHORT);
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                .withHttp(HttpSettings.DEFAULTS.withTimes(times))
                .withTls(tls(TlsProvider.best()));
        try (var server = TestServer.start(settings, exchange -> {});
                var client = RawSocket.connect(server.address())) {
            client.awaitEnd();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_rejectsCertificate_isNotLoggedAsError(TlsProvider provider) {
        var other = TestCertificate.create(directory());
        try (var server = start(provider, TestServer.upgradingTo(new EchoListener()))) {
            assertThatThrownBy(() -> RawSocket.connect(server.address(), other.clientContext(), BUFFER_BYTES))
                    .isInstanceOf(UncheckedIOException.class);
            try (var http = RawHttp.over(connect(server))) {
                http.send(RawHttp.request("GET /still"));
                assertThat(http.read().text()).isEqualTo("/still");
            }
        }
    }

    private static String handshake(TestServer server, String version, String cipherSuite) throws IOException {
        try (var plain = new Socket(
                        server.address().getAddress(), server.address().getPort());
                var socket = (SSLSocket) certificate()
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(plain, "localhost", plain.getPort(), true)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setEnabledCipherSuites(new String[] {cipherSuite});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    private static RawSocket connect(TestServer server) {
        return RawSocket.connect(server.address(), certificate().clientContext(), BUFFER_BYTES);
    }

    private static TestServer start(TlsProvider provider, HttpHandler handler) {
        assumeTrue(provider.isAvailable());
        return TestServer.start(
                TestServer.settings(TestServer.PATIENT, TestServer.PATIENT).withTls(tls(provider)), handler);
    }

    private static TlsSettings tls(TlsProvider provider) {
        return TlsSettings.pkcs12(certificate().store(), certificate().storePassword())
                .withProvider(provider);
    }

    private static TestCertificate certificate() {
        return Objects.requireNonNull(certificate);
    }

    private static Path directory() {
        return Objects.requireNonNull(directory);
    }
}
