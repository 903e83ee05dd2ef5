package dev.fanfare.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.fanfare.app.Fanfare;
import dev.fanfare.engine.redis.RedisRelay;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.examples.Examples;
import dev.fanfare.examples.RedisPush;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page shows messages of plain Redis clients, and its input reaches them. */
@Tag("full")
class RedisPushPageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void redisPush_bothDirections_work() {
        try (var redis = RedisProcess.start();
                var chromium = new Chromium();
                var app = Fanfare.create();
                var plain = RedisClient.create(redis.url())) {
            var relay = RedisRelay.of(redis.url(), RedisPush.CHANNEL);
            Examples.addTo(app, List.of(new RedisPush(relay)));
            int port = app.listen("127.0.0.1", 0).getPort();
            await().atMost(PATIENCE).until(() -> relay.health().ready());
            var page = chromium.newPage();
            page.navigate("http://localhost:" + port + "/");
            page.locator("a[href='/redis-push']").click();
            assertThat(page.locator("#state")).hasText("connected");

            plain.connect().sync().publish(RedisPush.CHANNEL, "Grüße <b>aus</b> Redis");
            assertThat(page.locator("#log")).containsText("Grüße <b>aus</b> Redis");

            var seen = subscribe(plain);
            page.locator("#message").fill("hello, Redis");
            page.locator("#send").click();
            assertThat(page.locator("#log")).containsText("hello, Redis");
            assertThat(page.locator("#log > .said")).hasCount(2);
            await().atMost(PATIENCE).until(() -> seen.contains("hello, Redis"));
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "redis-push.png")));
        }
    }

    private static Queue<String> subscribe(RedisClient plain) {
        var seen = new ConcurrentLinkedQueue<String>();
        var subscriber = plain.connectPubSub();
        subscriber.addListener(new RedisPubSubAdapter<String, String>() {
            @Override
            public void message(String channel, String message) {
                seen.add(message);
            }
        });
        subscriber.sync().subscribe(RedisPush.CHANNEL);
        return seen;
    }
}
