package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code fanfare} with an AOT cache, in a directory with the class path of this test as jars. */
@Tag("full")
@EnabledOnOs(OS.LINUX)
class AotCacheTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SERVER = "dev.fanfare.server.PushServer source: ";

    @TempDir
    private Path home;

    @BeforeEach
    void copyTheProgram() throws IOException {
        var lib = Files.createDirectories(home.resolve("cli/target/lib"));
        Files.createDirectories(home.resolve("cli/src/main"));
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(home.resolve("cli/pom.xml"), "");
        var number = 0;
        for (var entry : System.getProperty("java.class.path").split(":", -1)) {
            var path = Path.of(entry);
            var jar = lib.resolve("%03d.jar".formatted(number++));
            if (Files.isDirectory(path)) {
                pack(path, jar);
            } else if (!path.toString().contains("logback-test")) {
                Files.copy(path, jar);
            }
        }
        Files.writeString(home.resolve("cli/target/.built"), "");
        Files.copy(checkout().resolve("fanfare"), home.resolve("fanfare"));
        Files.copy(checkout().resolve("cli/build.sh"), home.resolve("cli/build.sh"));
    }

    @Test
    void theCacheIsUsed_andAStaleOneIsIgnoredSilently() throws IOException, InterruptedException {
        assertThat(classesOfAServer()).contains(SERVER + "file:");

        var warm = start("warm.txt", "", "warm", "--rounds", "2");
        assertThat(warm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(warm.exitValue()).as(read("warm.txt")).isZero();
        assertThat(classesOfAServer()).contains(SERVER + "shared objects file");

        try (var jars = Files.list(home.resolve("cli/target/lib"))) {
            var jar = jars.sorted().toList().getFirst();
            var later = Files.getLastModifiedTime(jar).toInstant().plusSeconds(10);
            Files.setLastModifiedTime(jar, FileTime.from(later));
        }
        assertThat(classesOfAServer()).contains(SERVER + "file:");
    }

    /** Starts a server, asserts that it prints only its own lines, and returns the log of the loaded classes. */
    private String classesOfAServer() throws IOException, InterruptedException {
        var log = home.resolve("classes.txt");
        var process = start(
                "server.txt",
                "-Xlog:class+load:file=" + log,
                "serve",
                "--port",
                "0",
                "--set",
                "http-server.address=127.0.0.1");
        try {
            await().atMost(PATIENCE).until(() -> read("server.txt").contains("Fanfare is ready") || !process.isAlive());
        } finally {
            process.destroy();
            process.waitFor();
        }
        assertThat(read("server.txt").lines())
                .allMatch(line -> line.contains("INFO") || line.startsWith("Fanfare is ready"));
        return Files.readString(log);
    }

    private Process start(String output, String options, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", home.resolve("fanfare").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(output).toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("FANFARE_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1 " + options);
        return builder.start();
    }

    private String read(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }

    private static Path checkout() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("cli/build.sh"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no checkout above this directory");
        }
        return directory;
    }

    private static void pack(Path directory, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
