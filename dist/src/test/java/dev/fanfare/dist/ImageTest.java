package dev.fanfare.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive with its own Java runtime, which {@code dist/image} creates. */
@Tag("full")
@EnabledOnOs(OS.LINUX)
class ImageTest {
    private static final long MAX_BYTES = 80_000_000;

    @TempDir
    private Path directory;

    @Test
    void image_servesWithItsRuntimeAndItsCache() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("./image", Archive.TAR.toString(), directory.toString()).inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertThat(builder.start().waitFor()).isZero();
        var image = Archive.only(directory, "fanfare-*-linux-*.tar.gz");
        assertThat(Files.size(image)).isLessThan(MAX_BYTES);

        var installation = new Installation(directory, image).with("JAVA_HOME", "/nonexistent");

        assertThat(installation.serve()).contains("dev.fanfare.server.PushServer source: shared objects file");
        assertThat(Archive.names(installation.root)).contains("runtime");
    }
}
