package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files of the archive that commands print. */
class ArchiveFilesTest {
    private static final Path FILES = Path.of("../dist/src/files");
    private static final Path CONFIGURATION = FILES.resolve("conf/fanfare.yml");

    private final Terminal terminal = new Terminal();

    @Test
    void configuration_isTheTemplate() throws IOException {
        assertThat(terminal.run("config", "template")).isZero();

        assertThat(Files.readString(CONFIGURATION))
                .as("run ./fanfare config template > dist/src/files/conf/fanfare.yml")
                .isEqualTo(terminal.out());
    }

    @Test
    void configuration_hasTheDefaultsExceptTheAddress() {
        assertThat(ServerConfig.LOADER.load(CONFIGURATION, Map.of(), Map.of()))
                .isEqualTo(ServerConfig.LOADER.load("", Map.of(), Map.of("http-server.address", "127.0.0.1")));
    }

    @Test
    void configuration_isThatOfTheDefaultsWithoutTheCommentSigns() throws IOException {
        var text = Files.readString(CONFIGURATION);
        var options = text.substring(text.indexOf("\n\n") + 2);

        assertThat(terminal.run("config", "defaults")).isZero();
        assertThat(terminal.out().replace("address: 0.0.0.0", "address: 127.0.0.1"))
                .endsWith(options.replaceAll("(?m)^#(?! )|^#(?=  )", ""));
    }

    @Test
    void completion_isThatOfTheProgram() throws IOException {
        assertThat(terminal.run("completion")).isZero();

        assertThat(Files.readString(FILES.resolve("completion/fanfare")))
                .as("run ./fanfare completion > dist/src/files/completion/fanfare")
                .isEqualTo(terminal.out())
                .contains("check-token");
    }
}
