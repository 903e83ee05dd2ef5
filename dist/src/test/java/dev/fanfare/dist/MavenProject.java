package dev.fanfare.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/**
 * Builds projects with the libraries of this build. Their local repository is temporary: it contains the libraries, and links to all
 * other groups of the repository of this build, so that nothing is downloaded twice and the user's repository stays without ours.
 */
final class MavenProject {
    private static final Path CHECKOUT = Path.of("..");

    private final Path root;

    MavenProject(Path root) {
        this.root = root;
    }

    /** Runs {@code mvn verify}, with a local repository in the given directory. */
    void verify(Path directory) throws IOException, InterruptedException {
        var repository = repository(directory);
        try {
            build(directory.resolve("maven.txt"), repository);
        } finally {
            unlink(repository); // JUnit logs a warning for each link
            unlink(repository.resolve("dev"));
        }
    }

    private void build(Path log, Path repository) throws IOException, InterruptedException {
        var maven =
                Path.of(System.getProperty("tests.maven.home"), "bin", "mvn").toString();
        var command = new ArrayList<>(List.of(maven, "-B", "-ntp", "-Dmaven.repo.local=" + repository));
        if (System.getProperty("tests.maven").equals("offline=true")) {
            command.add("-o");
        }
        command.add("verify");
        var builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        try {
            assertThat(process.waitFor(Installation.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            Assertions.fail(Files.readString(log));
        }
        assertThat(log).content().containsPattern("Tests run: [1-9]");
    }

    private static Path repository(Path directory) throws IOException {
        var users = Path.of(System.getProperty("tests.maven.repository"));
        var repository = Files.createDirectory(directory.resolve("repository"));
        linkAll(users, repository, "dev");
        linkAll(users.resolve("dev"), Files.createDirectory(repository.resolve("dev")), "fanfare");
        install(CHECKOUT, repository.resolve("dev/fanfare"));
        try (var modules = Files.list(CHECKOUT)) {
            for (var module : modules.filter(path -> Files.exists(path.resolve("pom.xml")))
                    .toList()) {
                install(module, repository.resolve("dev/fanfare"));
            }
        }
        return repository;
    }

    private static void linkAll(Path from, Path to, String except) throws IOException {
        if (Files.exists(from)) {
            try (var children = Files.list(from)) {
                for (var child : children.toList()) {
                    if (!child.endsWith(except)) {
                        Files.createSymbolicLink(to.resolve(child.getFileName()), child);
                    }
                }
            }
        }
    }

    private static void unlink(Path directory) throws IOException {
        try (var children = Files.list(directory)) {
            for (var link : children.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    /** Copies the POM of a module and its jar, if it has one. */
    private static void install(Path module, Path group) throws IOException {
        var pom = Files.readString(module.resolve("pom.xml"));
        var own = pom.substring(Math.max(0, pom.indexOf("</parent>")));
        var artifact = element(own, "artifactId");
        var version = element(pom, "version");
        var target = Files.createDirectories(group.resolve(artifact).resolve(version));
        var name = artifact + "-" + version;
        Files.copy(module.resolve("pom.xml"), target.resolve(name + ".pom"));
        var jar = module.resolve("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, target.resolve(name + ".jar"));
        }
    }

    private static String element(String xml, String name) {
        var start = "<" + name + ">";
        int from = xml.indexOf(start) + start.length();
        return xml.substring(from, xml.indexOf("</" + name + ">", from));
    }
}
