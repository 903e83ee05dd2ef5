package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void readme_showsCodeThatCompiles() throws IOException {
        var source = Files.readString(Path.of("src/test/java/dev/fanfare/examples/Lobby.java"));
        var region = between(source, "// region: readme\n", "// endregion");
        assertThat(between(Files.readString(Path.of("../README.md")), "```java\n", "```"))
                .isEqualTo(region);
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
