package dev.fanfare.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The unpacked archive in a directory whose name contains a space, without the configuration of the user. */
final class Installation {
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Pattern READY = Pattern.compile("Fanfare is ready at (http://[^:]+:\\d+)/");
    private static final int OK = 200;
    private static final int EXIT_AFTER_SIGTERM = 143;

    final Path root;
    private final Path output;
    private final Map<String, String> environment = new HashMap<>();

    Installation(Path directory, Path archive) throws IOException, InterruptedException {
        var parent = Files.createDirectories(directory.resolve("a place"));
        output = Files.createTempFile(directory, "output", ".txt");
        assertThat(new ProcessBuilder("tar", "-xzf", archive.toAbsolutePath().toString())
                        .directory(parent.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        root = Archive.only(parent, "fanfare-*");
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    Installation with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs a command and returns its exit code. */
    int run(String... arguments) throws IOException, InterruptedException {
        return run(root.resolve("bin/fanfare"), arguments);
    }

    /** Runs a command by another path of the launcher. */
    int run(Path launcher, String... arguments) throws IOException, InterruptedException {
        var process = start(launcher, "", arguments);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Starts a server on any port, requests its health, stops it by SIGTERM, and returns the log of the loaded classes. */
    String serve() throws IOException, InterruptedException {
        var classes = Files.createTempFile("classes", ".txt");
        var process = start(
                root.resolve("bin/fanfare"),
                "-Xlog:class+load:file=" + classes,
                "serve",
                "--config",
                root.resolve("conf/fanfare.yml").toString(),
                "--port",
                "0",
                "--set",
                "shutdown.drain-duration=0");
        try {
            var ready = READY.matcher("");
            await().atMost(PATIENCE).until(() -> ready.reset(output()).find() || !process.isAlive());
            assertThat(ready.reset(output()).find()).as(output()).isTrue();
            assertThat(status(ready.group(1) + "/health")).isEqualTo(OK);
        } finally {
            process.destroy();
            process.waitFor();
        }
        assertThat(process.exitValue()).isEqualTo(EXIT_AFTER_SIGTERM);
        var log = Files.readString(classes);
        Files.delete(classes);
        return log;
    }

    /** The output of the last command, including errors. */
    String output() throws IOException {
        return Files.readString(output);
    }

    private Process start(Path launcher, String options, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("FANFARE_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1 " + options);
        return builder.start();
    }

    private static int status(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
