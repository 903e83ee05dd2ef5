package dev.fanfare.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in {@code deploy}, which no test builds: whether they fit the archive and the options of the server. */
@Tag("full")
class ContainerFilesTest {
    private static final Path DEPLOY = Path.of("../deploy");
    private static final Path CONFIGURATION = Path.of("src/files/conf/fanfare.yml");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):\\?}");
    private static final Pattern FANFARE_VARIABLE = Pattern.compile("\\b(FANFARE_\\w+)=(\\S+)");
    private static final Pattern IN_ARCHIVE = Pattern.compile("/opt/fanfare/([a-z]+/[a-z.]+)");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void images_haveVersions() throws IOException {
        var images = Pattern.compile("(?m)^(?:FROM| *image:) +(\\S+)")
                .matcher(dockerfile() + Files.readString(DEPLOY.resolve("compose.yml")))
                .results()
                .map(image -> image.group(1))
                .toList();

        assertThat(images).hasSize(2).allMatch(image -> image.matches("[a-z-]+:\\d[\\w.-]*"), "has a version");
    }

    @Test
    void program_runsWithoutShellAndRoot() throws IOException {
        var lines = dockerfile().lines().toList();

        assertThat(lines)
                .contains("USER fanfare")
                .filteredOn(line -> line.matches("(ENTRYPOINT|CMD) .*"))
                .hasSize(2)
                .allMatch(line -> line.endsWith("\"]"), "is a list");
        assertThat(lines.indexOf("USER fanfare")).isGreaterThan(lastRun(lines));
    }

    private static int lastRun(List<String> lines) {
        return lines.lastIndexOf(
                lines.stream().filter(line -> line.startsWith("RUN ")).toList().getLast());
    }

    @Test
    void files_areInTheArchive() throws IOException {
        var files = IN_ARCHIVE
                .matcher(dockerfile())
                .results()
                .map(file -> file.group(1))
                .collect(Collectors.toSet());

        assertThat(files).contains("bin/fanfare", "conf/fanfare.yml");
        try (var zip = Archive.open()) {
            var root = Archive.only(zip.getPath("/"), "fanfare-*");
            assertThat(files).allMatch(file -> Files.exists(root.resolve(file)), "exists");
        }
    }

    @Test
    void compose_setsValidOptions() throws IOException {
        var environment = new HashMap<String, String>();
        FANFARE_VARIABLE
                .matcher(dockerfile())
                .results()
                .forEach(variable -> environment.put(variable.group(1), variable.group(2)));
        service("fanfare", "environment")
                .forEach((name, value) -> environment.put(
                        name.toString(), VARIABLE.matcher(value.toString()).replaceAll(SECRET)));

        var config = ServerConfig.LOADER.load(CONFIGURATION, environment, Map.of());
        PushServer.check(config);

        assertThat(config.httpServer().address()).isEqualTo("0.0.0.0");
        assertThat(environment)
                .containsEntry("FANFARE_ENGINE_REDIS_ADDRESS", "redis://:" + SECRET + "@redis:6379")
                .containsEntry("FANFARE_HTTP_API_KEY", SECRET);
    }

    private static Map<?, ?> service(String name, String key) throws IOException {
        var yaml = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DEPLOY.resolve("compose.yml")));
        return mapping(mapping(mapping(yaml, "services"), name), key);
    }

    private static Map<?, ?> mapping(Object parent, String key) {
        return (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) parent).get(key), key);
    }

    private static String dockerfile() throws IOException {
        return Files.readString(DEPLOY.resolve("Dockerfile"));
    }
}
