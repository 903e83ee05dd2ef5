package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.Activity.Occupied;
import dev.fanfare.model.monitoring.Activity.OfChannel;
import dev.fanfare.model.monitoring.Activity.Vacated;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The activities of a channel with clients on two nodes. */
class ActivitiesOverRedisTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration DEBOUNCE = Duration.ofMillis(300);

    private final List<Activity> heard = new CopyOnWriteArrayList<>();

    @Test
    void channel_clientsOnTwoNodes_isReportedOnce() {
        var settings = TestRedis.settings();
        try (var one = new TestNode(settings);
                var other = new TestNode(settings)) {
            one.node().activities().watchChannels(DEBOUNCE, this::hear);
            other.node().activities().watchChannels(DEBOUNCE, this::hear);
            var ann = join(one);
            var bob = join(other);
            await().atMost(PATIENCE).until(() -> reported().equals(List.of("+room")));

            one.loop().execute(() -> ann.connection().lose());
            var cleo = join(one, "sentinel");
            await().atMost(PATIENCE).until(() -> reported().contains("+sentinel"));
            assertThat(reported()).containsExactly("+room", "+sentinel");
            other.loop().execute(() -> bob.unsubscribe("room"));

            await().atMost(PATIENCE).until(() -> reported().contains("-room"));
            assertThat(reported()).containsExactly("+room", "+sentinel", "-room");
            assertThat(cleo.unsubscribed()).isEmpty();
        }
    }

    private static FakeClient join(TestNode node) {
        return join(node, "room");
    }

    private static FakeClient join(TestNode node, String channel) {
        var joined = new CompletableFuture<FakeClient>();
        node.loop().execute(() -> {
            var client = FakeClient.connect(node.node(), node.loop());
            client.subscribe(channel).thenAccept(result -> joined.complete(client));
        });
        return joined.join();
    }

    private CompletionStage<Void> hear(Activity activity) {
        heard.add(activity);
        return CompletableFuture.completedStage(null);
    }

    private List<String> reported() {
        return heard.stream()
                .map(OfChannel.class::cast)
                .map(change -> switch (change) {
                    case Occupied occupied -> "+" + occupied.channel();
                    case Vacated vacated -> "-" + vacated.channel();
                })
                .toList();
    }
}
