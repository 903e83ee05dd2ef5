package dev.fanfare.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.fanfare.app.Fanfare;
import dev.fanfare.core.fake.QuietPorts;
import dev.fanfare.examples.Examples;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example pages in a browser. Screenshots are stored in {@code target/screenshots}. */
@Tag("full")
class ExamplePagesTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Replaces the timer that ends the cut after 5 seconds with a function that the test calls. */
    private static final String HOLD_CUT = """
            () => {
                const later = window.setTimeout;
                window.setTimeout = (task, millis, ...more) => {
                    if (millis === 5000) {
                        window.endCut = task;
                        window.setTimeout = later;
                        return 0;
                    }
                    return later(task, millis, ...more);
                };
            }
            """;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Chromium chromium;

    private Fanfare app = Fanfare.create();
    private int port;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void startServer() {
        port = listen(QuietPorts.next()); // a test listens on it again
    }

    @AfterEach
    void stopServer() {
        app.close();
    }

    @Test
    void index_links_everyExample() {
        try (var page = open("/")) {
            for (var example : Examples.all()) {
                assertThat(page.locator("a[href='/" + example.name() + "']")).isVisible();
            }
            screenshot(page, "index");
        }
    }

    @Test
    void echo_input_isReturned() {
        try (var page = open("/echo")) {
            say(page, "Grüße, 世界");
            assertThat(page.locator("#log")).containsText("Grüße, 世界");
            screenshot(page, "echo");
        }
    }

    @Test
    void broadcast_twoPages_showMessagesAndLeaves() {
        try (var seven = open("/broadcast?id=7")) {
            var eight = open("/broadcast?id=8");
            assertThat(eight.locator("#state")).hasText("connected");
            say(seven, "hi");
            assertThat(seven.locator("#log")).containsText("hi");
            assertThat(eight.locator("#log")).containsText("hi");
            eight.close();
            assertThat(seven.locator("#log")).containsText("8 disconnected");
            screenshot(seven, "broadcast");
        }
    }

    @Test
    void chat_twoPages_showMessagesAndMembers() {
        try (var ann = open("/chat")) {
            ann.locator("#name").fill("Ann");
            ann.locator("#login").click();
            assertThat(ann.locator("#login")).hasText("Log out");
            assertThat(ann.locator("#members")).hasText("Ann");
            assertThat(ann.locator("#state")).hasText("connected");
            say(ann, "Grüße, 世界");
            try (var context = chromium.browser().newContext();
                    var guest = open(chromium.newPage(context), "/chat")) {
                assertThat(guest.locator("#log")).containsText("Ann says: Grüße, 世界");
                assertThat(ann.locator("#members")).hasText("Ann, a guest");
                say(guest, "<b>hello</b>");
                assertThat(ann.locator("#log")).containsText("a guest says: <b>hello</b>");
                screenshot(ann, "chat");
            }
            assertThat(ann.locator("#members")).hasText("Ann");
        }
    }

    @Test
    void centrifuge_afterDisconnect_recovers() {
        try (var page = open("/centrifuge");
                var other = open("/centrifuge")) {
            assertThat(other.locator("#state")).hasText("connected");
            assertThat(page.locator("#log")).containsText("joined");
            page.evaluate(HOLD_CUT);
            page.locator("#cut").click();
            assertThat(page.locator("#state")).hasText("offline");
            assertThat(other.locator("#log")).containsText("left");
            say(other, "Grüße, 世界");
            assertThat(other.locator("#log")).containsText("Grüße, 世界");
            page.evaluate("() => endCut()");
            assertThat(page.locator("#log")).containsText("recovered publications: 1");
            assertThat(page.locator("#log")).containsText("Grüße, 世界");
            page.locator("#members").click();
            assertThat(page.locator("#log")).containsText("presence: this page, ");
            page.locator("#history").click();
            assertThat(page.locator("#log")).containsText("history up to 1: Grüße, 世界");
            screenshot(page, "centrifuge");
        }
    }

    @Test
    void ticker_eachSymbol_hasAPrice() {
        try (var page = open("/ticker")) {
            assertThat(page.locator("#log > div")).hasCount(4);
            screenshot(page, "ticker");
        }
    }

    @Test
    void assistant_question_isAnswered() {
        try (var page = open("/assistant")) {
            say(page, "What is this?");
            assertThat(page.locator(".own")).hasText("What is this?");
            assertThat(page.locator(".answer")).containsText("a channel with a history");
            screenshot(page, "assistant");
        }
    }

    @Test
    void page_serverRestarts_reconnects() {
        try (var page = open("/echo")) {
            app.close();
            assertThat(page.locator("#state")).not().hasText("connected");
            app = Fanfare.create();
            listen(port);
            assertThat(page.locator("#state")).hasText("connected");
            say(page, "back again");
            assertThat(page.locator("#log")).containsText("back again");
        }
    }

    private int listen(int wanted) {
        Examples.addTo(app, Examples.all());
        return app.listen("127.0.0.1", wanted).getPort();
    }

    private Page open(String path) {
        return open(chromium.newPage(), path);
    }

    private Page open(Page page, String path) {
        page.navigate("http://localhost:" + port + path);
        if (!path.equals("/")) {
            assertThat(page.locator("#state")).hasText("connected");
        }
        return page;
    }

    private static void say(Page page, String text) {
        page.locator("#message").fill(text);
        page.locator("#send").click();
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
