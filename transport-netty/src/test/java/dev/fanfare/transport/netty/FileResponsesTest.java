package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.FilePart;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.transport.netty.http.HttpTimes;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses whose body is part of a file, or too large for one write. */
class FileResponsesTest {
    private static final int SIZE = 1_000_003;
    private static final int OFFSET = 17;

    @TempDir
    private Path directory;

    private final byte[] content = new byte[SIZE];

    @BeforeEach
    void writeFile() throws IOException {
        new Random(7).nextBytes(content);
        Files.write(file(), content);
    }

    @ParameterizedTest
    @EnumSource
    void file_onEachBackend_arrivesUnchanged(IoBackend backend) {
        assumeTrue(backend.isAvailable());
        var settings = TestServer.settings(backend, TestServer.PATIENT, TestServer.PATIENT);
        try (var server = TestServer.start(settings, files());
                var http = server.connect()) {
            assertFileArrives(http);
        }
    }

    private void assertFileArrives(RawHttp http) {
        http.send(RawHttp.request("GET /part")
                + RawHttp.request("HEAD /part")
                + RawHttp.request("GET /array")
                + RawHttp.request("GET /empty"));

        var part = http.read();
        assertThat(part.header("content-length")).isEqualTo("" + (SIZE - OFFSET));
        assertThat(Arrays.equals(part.body(), Arrays.copyOfRange(content, OFFSET, SIZE)))
                .isTrue();
        assertThat(http.readHead().header("content-length")).isEqualTo("" + (SIZE - OFFSET));
        assertThat(Arrays.equals(http.read().body(), content)).isTrue();
        assertThat(http.read().body()).isEmpty();
        http.send(RawHttp.request("GET /part", "Connection: close"));
        assertThat(http.read().body()).hasSize(SIZE - OFFSET);
        assertThat(http.socket().readToEnd()).isEmpty();
    }

    @Test
    void upgrade_afterFile_sendsFrames() {
        HttpHandler handler = exchange -> {
            if (exchange.isUpgrade()) {
                TestServer.upgrade(exchange, new EchoListener());
            } else {
                files().handle(exchange);
            }
        };
        try (var server = TestServer.start(handler);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /array") + Handshake.request("/"));

            assertThat(http.read().body()).hasSize(SIZE);
            assertThat(http.readHead().status()).isEqualTo(101);
        }
    }

    @Test
    void file_deletedOrTruncated_isAnsweredWithError() throws IOException {
        try (var server = TestServer.start(files());
                var http = server.connect()) {
            Files.write(file(), new byte[10]);
            http.send(RawHttp.request("GET /part"));
            assertThat(http.read().status()).isEqualTo(500);
            Files.delete(file());
            http.send(RawHttp.request("GET /part"));
            assertThat(http.read().status()).isEqualTo(404);
        }
    }

    @Test
    void headOfFile_thatDoesNotExist_isAnsweredWithoutOpening() throws IOException {
        Files.delete(file());
        try (var server = TestServer.start(files());
                var http = server.connect()) {
            http.send(RawHttp.request("HEAD /part"));

            assertThat(http.readHead().status()).isEqualTo(200);
        }
    }

    @Test
    void file_notRead_closesConnection() throws IOException {
        try (var sparse = new RandomAccessFile(file().toFile(), "rw")) {
            sparse.setLength(64 << 20);
        }
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT);
        var brief = settings.withHttp(
                settings.http().withTimes(HttpTimes.all(TestServer.PATIENT).withResponse(TestServer.SHORT)));
        var region = HttpResponse.file(200, Headers.empty(), new FilePart(file(), 0, 64 << 20));
        try (var server = TestServer.start(brief, exchange -> exchange.respond(region));
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            http.send(RawHttp.request("GET /"));

            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    private Path file() {
        return directory.resolve("file");
    }

    private HttpHandler files() {
        return exchange -> exchange.respond(
                switch (exchange.request().path()) {
                    case "/part" ->
                        HttpResponse.file(200, Headers.empty(), new FilePart(file(), OFFSET, SIZE - OFFSET));
                    case "/array" -> HttpResponse.of(200, Headers.empty(), content);
                    default -> HttpResponse.file(200, Headers.empty(), new FilePart(file(), 0, 0));
                });
    }
}
