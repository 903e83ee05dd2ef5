package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.client.DisconnectReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** The client for pages as an npm package, installed in a new project. Skipped if Node.js is missing or npm fails. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BrowserClientTest {
    private static final Path PACKAGE = Path.of("..", "..", "app", "src", "main", "npm");
    private static final Path SOURCES = Path.of("src", "test", "client");
    private static final Path PROJECT = Path.of("target", "client");
    private static final Path INSTALLED = PROJECT.resolve("node_modules").resolve("fanfare-client");
    private static final Pattern VERSION = Pattern.compile("\"version\": \"([^\"]+)\"");
    private static final Pattern PROJECT_VERSION =
            Pattern.compile("<artifactId>fanfare</artifactId>\\s*<version>([^<]+)</version>");

    @BeforeAll
    static void install() throws IOException {
        try {
            NodeJs.install();
        } catch (UncheckedIOException | AssertionError missing) {
            throw new TestAbortedException("the tools cannot be installed: " + missing.getMessage(), missing);
        }
        NodeJs.copy(SOURCES, PROJECT);
        Files.writeString(PROJECT.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}");
        var file = "fanfare-client-" + first(VERSION, PACKAGE.resolve("package.json")) + ".tgz";
        NodeJs.runIn(PROJECT, "npm", "pack", PACKAGE.toAbsolutePath().toString(), "--pack-destination", ".");
        NodeJs.runIn(PROJECT, "npm", "install", "--offline", "--no-audit", "--no-fund", "./" + file);
    }

    @Test
    void installedPackage_passesItsTests() {
        assertThat(NodeJs.runIn(PROJECT, "node", "--test", "fanfare.test.js", "docs.test.js"))
                .contains("# fail 0");
    }

    @Test
    void declarations_acceptCorrectUsesOnly() {
        NodeJs.runIn(PROJECT, "node", "../node/node_modules/typescript/bin/tsc", "--project", ".");
    }

    @Test
    void package_containsTheClientOnly() throws IOException {
        try (var files = Files.list(INSTALLED)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("LICENSE", "README.md", "fanfare.d.ts", "fanfare.js", "package.json");
        }
        assertThat(INSTALLED.resolve("LICENSE")).hasSameTextualContentAs(Path.of("..", "..", "LICENSE"));
    }

    @Test
    void version_isThatOfTheProject() throws IOException {
        assertThat(first(VERSION, INSTALLED.resolve("package.json")))
                .isEqualTo(first(PROJECT_VERSION, Path.of("..", "..", "pom.xml")));
    }

    @Test
    void closeCodes_areThoseOfTheServer_andDeclared() throws IOException {
        var script = "import { CloseCode } from 'fanfare-client';"
                + "for (const [name, code] of Object.entries(CloseCode)) console.log(name + ': ' + code);";
        var codes = NodeJs.runIn(PROJECT, "node", "--input-type=module", "--eval", script)
                .lines()
                .toList();

        assertThat(codes)
                .containsAll(Arrays.stream(DisconnectReason.values())
                        .map(reason -> reason + ": " + reason.reason().code())
                        .toList());
        assertThat(Pattern.compile("readonly ([A-Z_]+: \\d+);")
                        .matcher(Files.readString(INSTALLED.resolve("fanfare.d.ts")))
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyElementsOf(codes);
    }

    private static String first(Pattern pattern, Path file) throws IOException {
        var matcher = pattern.matcher(Files.readString(file));
        assertThat(matcher.find()).as(pattern + " in " + file).isTrue();
        return matcher.group(1);
    }
}
