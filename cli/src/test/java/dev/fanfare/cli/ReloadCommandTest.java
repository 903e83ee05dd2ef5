package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Reloading of the configuration by SIGHUP. */
@DisabledOnOs(OS.WINDOWS)
@Isolated("SIGHUP reaches every server of the virtual machine")
class ReloadCommandTest {
    private static final Pattern READY = Pattern.compile("Fanfare is ready at http://[^:]+:(\\d+)/");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Terminal terminal = new Terminal();

    @TempDir
    private Path directory;

    /** The JDK does not handle the signal if the process was started with it ignored, for example by nohup. */
    @BeforeEach
    void assumeHangupIsNotIgnored() throws IOException {
        var status = Path.of("/proc/self/status");
        assumeThat(status)
                .satisfiesAnyOf(
                        file -> assertThat(file).doesNotExist(),
                        file -> assertThat(file).content().containsPattern("SigIgn:\\s*[0-9a-f]*[02468ace]\n"));
    }

    @Test
    void hangup_reloadsTheConfigurationUnlessItIsInvalid() throws Exception {
        var file = directory.resolve("fanfare.yml");
        write(file, "first");
        try (var server = serve(file);
                var client = HttpClient.newHttpClient()) {
            int port = server.number(READY);
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

    @Test
    void overlappingHangups_applyTheLastFile() throws Exception {
        var file = directory.resolve("fanfare.yml");
        write(file, "first");
        try (var server = serve(file);
                var client = HttpClient.newHttpClient()) {
            int port = server.number(READY);
            var slow = directory.resolve("slow");
            run("mkfifo", slow.toString());
            Files.move(slow, file, StandardCopyOption.REPLACE_EXISTING);
            hangup();
            try (var second = Files.newOutputStream(file)) { // returns when the server reads
                var next = directory.resolve("next");
                write(next, "third");
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
                hangup();
                await().atMost(PATIENCE).until(() -> waitingHandlers() > 0 || publish(client, port, "third") == 200);
                second.write("http-api: {key: second}".getBytes(StandardCharsets.UTF_8));
            }

            await().atMost(PATIENCE).until(() -> handlers() == 0);
            assertThat(publish(client, port, "third")).isEqualTo(200);
            assertThat(publish(client, port, "second")).isEqualTo(401);
        }
    }

    private Terminal.Running serve(Path file) {
        return terminal.start(
                "serve", "--port", "0", "--set", "http-server.address=127.0.0.1", "--config", file.toString());
    }

    private static long waitingHandlers() {
        return handlers(thread -> thread.getState() == Thread.State.WAITING);
    }

    private static long handlers() {
        return handlers(thread -> true);
    }

    /** The number of threads of the JDK that handle the signal. */
    private static long handlers(Predicate<Thread> which) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("SIGHUP handler"))
                .filter(which)
                .count();
    }

    private static void write(Path file, String key) throws IOException {
        Files.writeString(file, "http-api: {key: " + key + "}");
    }

    /** Signals this process, in which the server runs. Uses the shell, because small containers lack the program kill. */
    private static void hangup() throws Exception {
        run("sh", "-c", "kill -HUP " + ProcessHandle.current().pid());
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static int publish(HttpClient client, int port, String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/publish"))
                .header("X-API-Key", key)
                .POST(BodyPublishers.ofString("{\"channel\":\"a\",\"data\":1}"))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
