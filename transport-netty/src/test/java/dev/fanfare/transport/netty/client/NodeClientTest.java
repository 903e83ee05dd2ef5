package dev.fanfare.transport.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.transport.netty.EchoListener;
import dev.fanfare.transport.netty.TestServer;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code ws} package of Node with every offer of compression. Fails without Node and names the package to install. */
@Tag("full")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NodeClientTest {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");

    @BeforeAll
    static void install() throws IOException {
        Files.createDirectories(INSTALLED);
        for (var name : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(SOURCES.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ws_everyOffer_roundTripsMessages(boolean takeover) {
        var compression =
                takeover ? CompressionSettings.DEFAULTS.withClientContextTakeover() : CompressionSettings.DEFAULTS;
        var settings = WebSocketSettings.DEFAULTS.withCompression(compression);
        try (var server = TestServer.start(
                TestServer.settings(settings), exchange -> TestServer.upgrade(exchange, new EchoListener()))) {
            var url = "ws://127.0.0.1:" + server.address().getPort() + "/";

            assertThat(run("node", "client.js", url, takeover ? "takeover" : "alone"))
                    .contains("all 6 offers work");
        }
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "no " + command[0] + ": install Debian's packages nodejs and npm to run this test", missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
