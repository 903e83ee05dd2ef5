package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import dev.fanfare.testkit.app.SocketServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds and runs the projects that {@code fanfare new} creates. Requires the jars of all modules, thus {@code mvn verify}. */
@Tag("full")
class NewProjectTest {
    private static final Duration BUILD = Duration.ofMinutes(10);
    private static final Duration START = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile("http://localhost:(\\d+)/");
    private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    private Path directory;

    @Test
    void chat_passesItsTestsAndServesClients() throws IOException, InterruptedException, URISyntaxException {
        var project = directory.resolve("my-chat");
        assertThat(new Terminal().run("new", "chat", project.toString())).isZero();

        var log = directory.resolve("build.log").toFile();
        var build = start(log, project, "mvn", "-B", "-ntp", "-Dmaven.repo.local=" + repository(), "verify");
        try {
            assertThat(build.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            build.destroyForcibly();
        }
        assertThat(build.exitValue()).as(() -> read(log.toPath())).isZero();

        var output = directory.resolve("run.log").toFile();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var application = start(output, project, java, "-jar", "target/my-chat.jar");
        try {
            var ready = READY.matcher("");
            await().atMost(START).until(() -> ready.reset(read(output.toPath())).find());
            var server = new SocketServer(new InetSocketAddress("127.0.0.1", Integer.parseInt(ready.group(1))));
            var ann = server.connect("/rooms/lobby");
            ann.sendText("{\"name\":\"Ann\",\"text\":\"hi\"}");
            assertThat(ann.receiveText()).isEqualTo("{\"name\":\"Ann\",\"text\":\"hi\"}");
            assertThat(server.get("/").status()).isEqualTo(200);
            ann.close();
        } finally {
            application.destroyForcibly();
        }
    }

    private static Process start(File log, Path directory, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PORT", "0");
        return builder.start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /**
     * Creates a local Maven repository with the libraries of this build. Everything else is a symbolic link to the repository
     * of this build, so that nothing is downloaded twice and the repository of the user does not receive our libraries.
     */
    private Path repository() throws IOException, URISyntaxException {
        // .../ch/qos/logback/logback-classic/VERSION/FILE
        var jar = Path.of(
                Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var users =
                jar.getParent().getParent().getParent().getParent().getParent().getParent();
        var repository = Files.createDirectories(directory.resolve("repository"));
        linkAll(users, repository, "dev");
        linkAll(users.resolve("dev"), Files.createDirectory(repository.resolve("dev")), "fanfare");
        for (var pom : poms()) {
            install(pom, repository.resolve("dev/fanfare"));
        }
        return repository;
    }

    private static void linkAll(Path from, Path to, String except) throws IOException {
        try (var children = Files.list(from)) {
            for (var child : children.toList()) {
                if (!child.endsWith(except)) {
                    Files.createSymbolicLink(to.resolve(child.getFileName()), child);
                }
            }
        }
    }

    /** The POMs of the parent and of its direct modules. */
    private static List<Path> poms() throws IOException {
        var poms = new ArrayList<>(List.of(CHECKOUT.resolve("pom.xml")));
        try (var modules = Files.list(CHECKOUT)) {
            modules.map(module -> module.resolve("pom.xml"))
                    .filter(Files::exists)
                    .forEach(poms::add);
        }
        return poms;
    }

    private static void install(Path pom, Path group) throws IOException {
        var text = Files.readString(pom);
        var own = text.contains("</parent>") ? text.substring(text.indexOf("</parent>")) : text;
        var artifact = between(own, "<artifactId>", "</artifactId>");
        var version = between(text, "<version>", "</version>");
        var target = Files.createDirectories(group.resolve(artifact).resolve(version));
        var name = artifact + "-" + version;
        Files.copy(pom, target.resolve(name + ".pom"));
        var jar = pom.resolveSibling("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, target.resolve(name + ".jar"));
        }
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
