package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.FilePart;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.TestCertificate;
import dev.fanfare.transport.netty.tls.TlsProvider;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streaming responses over TLS. */
@Execution(ExecutionMode.CONCURRENT)
class TlsStreamTest {
    @TempDir
    @Nullable
    static Path directory;

    private static @Nullable TestCertificate certificate;

    private final RecordingListener listener = new RecordingListener();

    @BeforeAll
    static void makeCertificate() {
        certificate = TestCertificate.create(Objects.requireNonNull(directory));
    }

    @ParameterizedTest
    @EnumSource
    void stream_jdkClient_readsToOrderlyEnd(TlsProvider provider) {
        try (var server = start(provider);
                var client = HttpClient.newBuilder()
                        .sslContext(certificate().clientContext())
                        .build()) {
            var uri = URI.create("https://localhost:" + server.address().getPort() + "/");
            var request = HttpRequest.newBuilder(uri).build();
            var lines = client.sendAsync(request, BodyHandlers.ofLines())
                    .join()
                    .body()
                    .iterator();

            assertThat(lines.next()).isEmpty();
            listener.send(Payload.text("one"));
            assertThat(lines.next()).isEqualTo("data: one");
            assertThat(lines.next()).isEmpty();
            listener.close(4000, "");
            assertThat(lines.next()).isEqualTo("event: bye");
            assertThat(lines.next()).isEqualTo("data: 4000");
            assertThat(lines.next()).isEmpty();
            assertThat(lines.hasNext()).isFalse();
            assertThat(listener.closeReason().code()).isEqualTo(4000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stream_clientStopsReading_isNotWritableUntilItContinues(TlsProvider provider) {
        try (var server = start(provider);
                var http = connect(server)) {
            StreamServer.begin(http);
            int sent = StreamServer.fill(listener);
            int before = listener.timesWritable();
            for (int i = 0; i < sent; i++) {
                assertThat(http.readChunk()).hasSizeGreaterThan(StreamServer.MESSAGE_CHARS);
            }

            await().untilAsserted(() -> assertThat(listener.timesWritable()).isEqualTo(before + 1));
            assertThat(listener.onLoop(Connection::isWritable)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void file_overTls_arrivesInPieces(TlsProvider provider) throws IOException {
        assumeTrue(provider.isAvailable());
        var content = new byte[1_000_003];
        new Random(7).nextBytes(content);
        var file = Files.write(Objects.requireNonNull(directory).resolve("file"), content);
        var tls = TlsSettings.pkcs12(certificate().store(), certificate().storePassword())
                .withProvider(provider);
        var part = HttpResponse.file(200, Headers.empty(), new FilePart(file, 17, content.length - 17));
        var settings =
                TestServer.settings(TestServer.PATIENT, TestServer.PATIENT).withTls(tls);
        try (var server = TestServer.start(settings, exchange -> exchange.respond(part));
                var http = connect(server)) {
            http.send(RawHttp.request("GET /") + RawHttp.request("GET /", "Connection: close"));

            assertThat(Arrays.equals(http.read().body(), Arrays.copyOfRange(content, 17, content.length)))
                    .isTrue();
            assertThat(http.read().body()).hasSize(content.length - 17);
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_disconnects_isReportedAsLost(TlsProvider provider) {
        try (var server = start(provider);
                var http = connect(server)) {
            StreamServer.begin(http);
            http.socket().close();

            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void close_clientNotReading_endsInTime(TlsProvider provider) {
        try (var server = start(provider);
                var http = connect(server)) {
            StreamServer.begin(http);
            StreamServer.fill(listener);
            listener.close(4000, "");

            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    private TestServer start(TlsProvider provider) {
        assumeTrue(provider.isAvailable());
        var tls = TlsSettings.pkcs12(certificate().store(), certificate().storePassword())
                .withProvider(provider);
        return StreamServer.start(
                TestServer.settings(TestServer.PATIENT, TestServer.SHORT).withTls(tls), listener);
    }

    private static RawHttp connect(TestServer server) {
        return RawHttp.over(RawSocket.connect(server.address(), certificate().clientContext(), 4096));
    }

    private static TestCertificate certificate() {
        return Objects.requireNonNull(certificate);
    }
}
