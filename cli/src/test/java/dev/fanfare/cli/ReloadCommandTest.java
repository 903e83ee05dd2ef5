package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told by SIGHUP that its configuration has changed. */
@DisabledOnOs(OS.WINDOWS)
class ReloadCommandTest {
    private static final Pattern SERVES = Pattern.compile("Fanfare serves at http://[^:]+:(\\d+)/");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Terminal terminal = new Terminal();

    @TempDir
    private Path directory;

    @Test
    void hangup_readsTheConfigurationAgain_andAWrongOneChangesNothing() throws Exception {
        var file = directory.resolve("fanfare.yml");
        write(file, "first");
        try (var server = terminal.start("serve", "--port", "0", "--config", file.toString());
                var client = HttpClient.newHttpClient()) {
            int port = server.number(SERVES);
            assertThat(publish(client, port, "first")).isEqualTo(200);

            write(file, "second");
            hangup();
            await().atMost(PATIENCE).until(() -> publish(client, port, "second") == 200);
            assertThat(publish(client, port, "first")).isEqualTo(401);

            Files.writeString(file, "http-api: {kay: third}");
            hangup();
            write(file, "fourth");
            hangup();
            await().atMost(PATIENCE).until(() -> publish(client, port, "fourth") == 200);
        }
    }

    private static void write(Path file, String key) throws IOException {
        Files.writeString(file, "http-api: {key: " + key + "}");
    }

    /** To this process, in which the server runs. */
    private static void hangup() throws Exception {
        var kill = new ProcessBuilder(
                        "kill", "-HUP", Long.toString(ProcessHandle.current().pid()))
                .start();
        assertThat(kill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static int publish(HttpClient client, int port, String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/publish"))
                .header("X-API-Key", key)
                .POST(BodyPublishers.ofString("{\"channel\":\"a\",\"data\":1}"))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
