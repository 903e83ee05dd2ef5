package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages show code that compiles. */
class ReadmeTest {
    private static final String SOURCES = "src/test/java/dev/fanfare/examples";
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile(" *(// .*|/\\*\\* .*\\*/)");

    @Test
    void readme_showsTheLobby() throws IOException {
        assertShows("../README.md", "Lobby.java", "readme");
    }

    @ParameterizedTest
    @CsvSource({
        "README.zh-CN.md, README.md",
        "docs/zh-CN/embed.md, docs/embed.md",
        "docs/zh-CN/from-python.md, docs/from-python.md"
    })
    void pageInChinese_showsTheSameCode_withCommentsOfItsOwn(String chinese, String english) throws IOException {
        assertThat(code("../" + chinese).stream().map(ReadmeTest::withoutComments))
                .containsExactlyElementsOf(code("../" + english).stream()
                        .map(ReadmeTest::withoutComments)
                        .toList());
    }

    @Test
    void testing_showsTheTestsOfTheLobby() throws IOException {
        assertShows("../docs/testing.md", "LobbyTest.java", "first", "switch", "more");
    }

    @Test
    void recipes_showWhatRuns() throws IOException {
        assertShows(
                "../docs/recipes.md",
                "RecipesTest.java",
                "login",
                "rooms",
                "members",
                "cursors",
                "board",
                "errors",
                "kinds",
                "kick",
                "render",
                "handler",
                "cors",
                "watch");
    }

    @Test
    void streaming_showsWhatRuns() throws IOException {
        assertShows(
                "../docs/streaming.md",
                "StreamingTest.java",
                "channel",
                "publish",
                "rooms",
                "code",
                "websocket",
                "answers");
    }

    @Test
    void browser_showsWhatRuns() throws IOException {
        assertShows("../docs/browser.md", "StreamingTest.java", "client");
    }

    @Test
    void centrifuge_showsWhatRuns() throws IOException {
        assertShows("../docs/centrifuge.md", "CentrifugeTest.java", "mount", "access", "publish");
    }

    @Test
    void server_showsTheBackendThatRuns() throws IOException {
        var source = "../server/src/test/java/dev/fanfare/server/proxy/ExampleBackend.java";
        assertThat(code("../docs/server.md")).containsExactly(region(Files.readString(Path.of(source)), "backend"));
    }

    @Test
    void embed_showsTheProgramsThatRun() throws IOException {
        var sources = "../tests/embedding/src/test/java/dev/fanfare/embedding/";
        assertThat(code("../docs/embed.md"))
                .containsExactly(
                        region(Files.readString(Path.of(sources + "PriceFeed.java")), "main"),
                        region(Files.readString(Path.of(sources + "RealtimeListener.java")), "listener"),
                        region(Files.readString(Path.of(sources + "ShopServlet.java")), "servlet"),
                        region(Files.readString(Path.of(sources + "SpringShop.java")), "spring"),
                        region(Files.readString(Path.of(sources + "SecuredShop.java")), "security"));
    }

    @Test
    void spring_showsTheShopThatRuns() throws IOException {
        var shop = "spring-shop/src/main/java/dev/fanfare/shop/";
        var slice = "../spring-boot-starter/src/test/java/dev/fanfare/spring/test/FanfareSliceTest.java";
        assertThat(code("../docs/spring.md"))
                .containsExactly(
                        region(Files.readString(Path.of(shop + "Shop.java")), "shop"),
                        region(Files.readString(Path.of(shop + "OrderController.java")), "controller"),
                        region(Files.readString(Path.of(shop + "ShopSecurity.java")), "security"),
                        region(Files.readString(Path.of(slice)), "slice"));
    }

    @ParameterizedTest
    @CsvSource({"limits.md, settings", "tls.md, tls", "redis.md, redis"})
    void page_showsTheSampleProject(String page, String region) throws IOException {
        var sample = "../tests/architecture/src/test/java/dev/fanfare/architecture/sample/OrderDesk.java";
        assertThat(code("../docs/" + page)).containsExactly(region(Files.readString(Path.of(sample)), region));
    }

    @Test
    void fromPython_showsWhatRuns() throws IOException {
        var python = Files.readString(Path.of(SOURCES, "FromPythonTest.java"));
        var expected = Stream.of("echo", "manager", "parameters", "routing", "handler", "events", "outside", "worker")
                .map(region -> region(python, region))
                .collect(Collectors.toCollection(ArrayList::new));
        expected.add(region(Files.readString(Path.of(SOURCES, "RedisPushTest.java")), "redis"));
        expected.add(region(python, "testing"));

        assertThat(code("../docs/from-python.md")).isEqualTo(expected);
    }

    @Test
    void fromNettySocketio_showsWhatRuns() throws IOException {
        assertShows(
                "../docs/from-netty-socketio.md",
                "FromNettySocketioTest.java",
                "handler",
                "rooms",
                "acknowledgement",
                "orders",
                "authentication");
    }

    private static void assertShows(String page, String source, String... regions) throws IOException {
        var text = Files.readString(Path.of(SOURCES, source));
        var code = Arrays.stream(regions).map(region -> region(text, region));

        assertThat(code(page)).containsExactlyElementsOf(code.toList());
    }

    /** The blocks of Java on a page. */
    private static List<String> code(String page) throws IOException {
        return CODE.matcher(Files.readString(Path.of(page)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String withoutComments(String code) {
        return COMMENT.matcher(code).replaceAll("");
    }

    /** The lines of a region, moved to the left as far as they all go. */
    private static String region(String source, String name) {
        var begin = "// region: " + name + "\n";
        assertThat(source).contains(begin);
        int from = source.indexOf(begin) + begin.length();
        int to = source.lastIndexOf('\n', source.indexOf("// endregion", from)) + 1;
        return source.substring(from, to - 1).stripIndent() + "\n";
    }
}
