package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.config.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that claim something and name the test that shows it. */
class DocumentsTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    /** Keys of Centrifugo 6. */
    private static final String CENTRIFUGO = """
            http_server:
              internal_port: 9000
            http_api:
              key: an_api_key_0123456789
              error_mode: transport
            client:
              allowed_origins: [https://example.com]
              queue_max_size: 1048576
              token:
                hmac_secret_key: "a_secret_of_at_least_32_bytes: x_y"
              subscription_token:
                enabled: true
                hmac_secret_key: another_secret_of_at_least_32_bytes
              proxy:
                connect:
                  enabled: true
                  endpoint: http://localhost:3000/centrifugo_connect
                  http_headers: [Cookie]
            channel:
              namespaces:
                - name: news_room
                  history_size: 10
                  history_ttl: 300s
                  force_recovery: true
                  allow_subscribe_for_client: true
            engine:
              type: redis
              redis:
                address: [redis://127.0.0.1:6379]
                prefix: push_prod
            uni_sse:
              enabled: true
            """;

    static Stream<Path> pages() throws IOException {
        try (var files = Files.walk(SourceTree.ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    /** The tool also fails if a page has a link without target. */
    @Test
    void documentation_isOneFileWithAnIndex() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var tool = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "tools/Documentation.java")
                .directory(SourceTree.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(output).isZero();

        var written = SourceTree.ROOT.resolve("target/docs");
        assertThat(Files.readString(written.resolve("fanfare.md")))
                .containsSubsequence(
                        "# Fanfare\n", "# Embedding\n", "# The push server\n", "# Limits\n", "# Comparison\n")
                .contains("](#memory-and-start)", "](../../docs/images/chat.png)");
        assertThat(Files.readString(written.resolve("llms.txt")))
                .startsWith("# Fanfare\n\n> ")
                .containsSubsequence("## Start here", "(../../docs/embed.md): ", "## Migration");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void testsNamedInPages_exist(Path page) throws IOException {
        var missing = NAMED.matcher(Files.readString(page))
                .results()
                .filter(named -> !exists(named.group(1), named.group(2)))
                .map(MatchResult::group)
                .distinct();

        assertThat(missing).isEmpty();
    }

    @Test
    void configurationOfCentrifugo_convertedAsDocumented_isValid() throws IOException, InterruptedException {
        var command = Pattern.compile("^    (sed .*) centrifugo\\.yaml > fanfare\\.yml$", Pattern.MULTILINE)
                .matcher(SourceTree.text("docs/from-centrifugo.md"));
        assertThat(command.find()).isTrue();
        var sed = new ProcessBuilder("sh", "-c", command.group(1))
                .redirectErrorStream(true)
                .start();
        try (var input = sed.getOutputStream()) {
            input.write(CENTRIFUGO.getBytes(StandardCharsets.UTF_8));
        }
        var converted = new String(sed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sed.waitFor()).as(converted).isZero();

        var config = ServerConfig.LOADER.load(converted, Map.of(), Map.of());
        assertThat(config.client().token().hmacSecretKey().text()).isEqualTo("a_secret_of_at_least_32_bytes: x_y");
        assertThat(config.channel().namespaces()).singleElement().satisfies(namespace -> {
            assertThat(namespace.name()).isEqualTo("news_room");
            assertThat(namespace.options().history().historySize()).isEqualTo(10);
        });
        assertThat(config.engine().redis().prefix()).isEqualTo("push_prod");
    }

    private static boolean exists(String type, String method) {
        var declared = Pattern.compile("^ *void " + method + "\\(");
        return SourceTree.ALL.stream()
                .filter(source -> source.path().endsWith(type + ".java"))
                .anyMatch(source -> source.find(declared).findAny().isPresent());
    }
}
