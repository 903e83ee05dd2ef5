package dev.fanfare.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.fanfare.app.AuthenticatedPrincipal;
import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.Principal;
import dev.fanfare.app.StreamResponse;
import dev.fanfare.core.fake.QuietPorts;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The {@code EventSource} of a browser resumes by itself. */
@Tag("full")
class EventSourceTest {
    private static final String PAGE = """
            <!doctype html>
            <p id="log"></p>
            <p id="state"></p>
            <script>
              const source = new EventSource("/stream");
              const log = (text) => { document.getElementById("log").textContent += text + " "; };
              source.onmessage = (event) => log(event.data);
              source.onerror = () => { document.getElementById("state").textContent = source.readyState; };
              source.addEventListener("gap", () => log("gap"));
              source.addEventListener("disconnect", (event) => log("code-" + JSON.parse(event.data).code));
            </script>
            """;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Chromium chromium;

    private Fanfare app = Fanfare.create();
    private final Page page = chromium.newPage();
    /** Answers a request for the stream when it is complete. */
    private volatile CompletableFuture<@Nullable Void> reconnect = CompletableFuture.completedFuture(null);

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void addRoutes() {
        serve();
    }

    @AfterEach
    void stop() {
        page.close();
        app.close();
    }

    private Channel serve() {
        app.use((request, next) -> next.proceed(request.withPrincipal(AuthenticatedPrincipal.of(Principal.of("ann")))));
        app.get("/", request -> HttpResponse.of(200, "text/html", PAGE.getBytes(StandardCharsets.UTF_8)));
        var news = app.channel("news", ChannelOptions.history(10, Duration.ofMinutes(10)));
        app.get("/stream", request -> {
            reconnect.join();
            return StreamResponse.events(news, 10);
        });
        return news;
    }

    private void open(int port) {
        page.navigate("http://localhost:" + port + "/");
    }

    private void assertLog(String text) {
        assertThat(page.locator("#log")).hasText(text);
    }

    @Test
    void eventSource_disconnected_resumesWithoutGapOrRepeat() {
        var news = app.channel("news");
        news.publish("one");
        open(app.listen("127.0.0.1", 0).getPort());
        assertLog("one");

        reconnect = new CompletableFuture<>();
        app.disconnectUser("ann", 4000, "").toCompletableFuture().join();
        assertLog("one code-4000");
        news.publish("two");
        reconnect.complete(null);
        assertLog("one code-4000 two");
        news.publish("three");
        assertLog("one code-4000 two three");
    }

    @Test
    void eventSource_serverRestarts_reportsTheLostHistoryAndContinues() {
        app.channel("news").publish("one");
        int port = app.listen("127.0.0.1", QuietPorts.next()).getPort();
        open(port);
        assertLog("one");

        app.close();
        app = Fanfare.create();
        var news = serve();
        app.listen("127.0.0.1", port);
        assertLog("one code-1001 gap");
        news.publish("two");
        assertLog("one code-1001 gap two");
    }

    @Test
    void eventSource_refused_givesUp() {
        app.close();
        app = Fanfare.create();
        app.get("/", request -> HttpResponse.of(200, "text/html", PAGE.getBytes(StandardCharsets.UTF_8)));
        app.get("/stream", request -> HttpResponse.text(503, "try later"));
        open(app.listen("127.0.0.1", 0).getPort());

        assertThat(page.locator("#state")).hasText("2"); // EventSource.CLOSED
    }
}
