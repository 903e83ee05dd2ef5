package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                            assertThat(file).content().doesNotContainPattern("@[a-z.]+@|\\$\\{[a-z]+\\.version}"));
        }
        assertThat(root.resolve("pom.xml")).content().contains("<artifactId>my-app</artifactId>");
        assertThat(root.resolve(".gitignore")).exists();
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
