package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import dev.fanfare.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code fanfare new} writes. */
class NewCommandTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void project_hasNoPlaceholders(ProjectTemplate template) throws IOException {
        var root = directory.resolve("my-app");

        assertThat(terminal.run("new", template.toString(), root.toString())).isZero();

        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(file).content().doesNotContainPattern("@[a-z.-]+@|\\$\\{[a-z]+\\.version}"));
        }
        assertThat(root.resolve("pom.xml")).content().contains("<artifactId>my-app</artifactId>");
        assertThat(root.resolve(".gitignore")).exists();
    }

    /** The classes of Spring are not on the class path of this test: its code is only parsed. */
    @ParameterizedTest
    @EnumSource
    void code_isValid(ProjectTemplate template) throws IOException {
        var root = directory.resolve("my-app");
        assertThat(terminal.run("new", template.toString(), root.toString())).isZero();

        var problems = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(problems, null, null);
                var files = Files.walk(root)) {
            var sources = manager.getJavaFileObjectsFromPaths(
                    files.filter(file -> file.toString().endsWith(".java")).toList());
            var options = List.of("-proc:none", "-d", directory.toString());
            var task = (JavacTask) compiler.getTask(null, manager, problems, options, null, sources);
            task.parse();
            if (template != ProjectTemplate.SPRING) {
                task.analyze();
            }
        }

        assertThat(problems.getDiagnostics()).isEmpty();
    }

    @Test
    void push_secretsAreRandomAndThoseOfTheServer() throws IOException {
        var first = secrets(directory.resolve("first"));

        assertThat(first)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(secrets(directory.resolve("b")));
    }

    /** Checks that the push server accepts the configuration, and returns the secrets that it has in common with the backend. */
    private List<String> secrets(Path root) throws IOException {
        assertThat(terminal.run("new", "push", root.toString())).isZero();
        var config = ServerConfig.LOADER.load(root.resolve("fanfare.yml"), Map.of(), Map.of());
        var values = new Properties();
        try (var reader = Files.newBufferedReader(root.resolve("backend.properties"))) {
            values.load(reader);
        }
        var key = values.getProperty("FANFARE_HTTP_API_KEY");
        var secret = values.getProperty("FANFARE_CLIENT_TOKEN_HMAC_SECRET_KEY");
        assertThat(config.httpApi().key().text()).isEqualTo(key);
        assertThat(config.client().token().hmacSecretKey().text()).isEqualTo(secret);
        return List.of(key, secret);
    }

    @ParameterizedTest
    @EnumSource
    void steps_startTheProgramOfThePom(ProjectTemplate template) {
        var root = directory.resolve("my-app");

        assertThat(terminal.run("new", template.toString(), root.toString())).isZero();

        assertThat(terminal.out()).contains("    mvn verify\n", "    java -jar target/my-app.jar");
        assertThat(root.resolve("pom.xml")).content().contains("<finalName>my-app</finalName>");
    }

    @Test
    void code_isInTheChosenPackage() {
        var root = directory.resolve("rooms");

        assertThat(terminal.run("new", "chat", root.toString(), "--package", "org.example.chat"))
                .isZero();

        assertThat(root.resolve("src/main/java/org/example/chat/ChatServer.java"))
                .content()
                .startsWith("package org.example.chat;");
    }

    @ParameterizedTest
    @CsvSource({
        "my-app, com.example.myapp",
        "chat, com.example.chat",
        "new, com.example.newapp",
        "a1.b_c, com.example.a1bc"
    })
    void defaultPackage_isValid(String name, String expected) {
        assertThat(ProjectTemplate.defaultPackage(name)).isEqualTo(expected);
        assertThat(ProjectTemplate.isPackage(expected)).isTrue();
    }

    @Test
    void directoryWithFiles_isRejectedAndUnchanged() throws IOException {
        var existing = Files.writeString(directory.resolve("pom.xml"), "mine");

        assertThat(terminal.run("new", "chat", directory.toString(), "--package", "a.b"))
                .isEqualTo(2);

        assertThat(existing).hasContent("mine");
        assertThat(directory).isDirectoryNotContaining("glob:**/src");
    }

    @ParameterizedTest
    @CsvSource({"My-App, com.example", "app, com.1.x", "app, com.class", "app, ''", "1app, com.example"})
    void invalidName_isRejected(String name, String packageName) {
        var root = directory.resolve(name);

        assertThat(terminal.run("new", "chat", root.toString(), "--package", packageName))
                .isEqualTo(2);

        assertThat(root).doesNotExist();
    }
}
