package dev.fanfare.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Secret;
import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.Activity.Disconnected;
import dev.fanfare.model.monitoring.Activity.Occupied;
import dev.fanfare.model.monitoring.Activity.Unsubscribed;
import dev.fanfare.model.monitoring.Activity.Vacated;
import dev.fanfare.server.config.WebhookOptions;
import dev.fanfare.server.config.WebhookOptions.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WebhookTest {
    private static final String SECRET = "whisper-it-only-to-the-backend";
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final ClientInfo ANN = new ClientInfo("c1", "ann");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final WebhookTimes BRIEF = new WebhookTimes(
            Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(400), Duration.ofSeconds(20));

    private final BackendServer backend = new BackendServer();
    private final List<Webhook> webhooks = new ArrayList<>();

    @AfterEach
    void close() {
        backend.close();
        webhooks.forEach(Webhook::close);
    }

    @Test
    void events_haveTheFieldsOfTheirType() {
        var webhook = webhook(100, 0);
        webhook.onActivity(new Disconnected(ANN, new CloseReason(3503, "force \"disconnect\""), Duration.ofSeconds(2)));
        webhook.onActivity(
                new Unsubscribed(new ClientInfo("c2", ""), "news", Unsubscribed.CLIENT, "client unsubscribed"));
        webhook.onActivity(new Occupied("x-1", "news", Duration.ofSeconds(3)));
        webhook.onActivity(new Vacated("x-2", "n\u00e4her", Duration.ZERO));

        awaitDelivered(4);
        assertThat(backend.takenEvents().stream().map(Object::toString))
                .containsExactly(
                        "{\"id\":\"node.c1\",\"type\":\"disconnect\",\"time\":1700000000000,\"client\":\"c1\",\"user\":\"ann\","
                                + "\"code\":3503,\"reason\":\"force \\\"disconnect\\\"\",\"connected\":2000}",
                        "{\"id\":\"node.c2\",\"type\":\"unsubscribe\",\"time\":1700000000000,\"client\":\"c2\",\"user\":\"\","
                                + "\"channel\":\"news\",\"code\":0,\"reason\":\"client unsubscribed\"}",
                        "{\"id\":\"x-1\",\"type\":\"occupied\",\"time\":1699999997000,\"channel\":\"news\"}",
                        "{\"id\":\"x-2\",\"type\":\"vacated\",\"time\":1700000000000,\"channel\":\"n\u00e4her\"}");
    }

    @Test
    void events_areSentInOrderedBatches() {
        var first = new CountDownLatch(1);
        backend.then(BackendServer.after(first));
        var webhook = webhook(100, 0);
        occupied(webhook, "0");
        await().until(() -> backend.calls().size() == 1);
        IntStream.range(1, 251).forEach(i -> occupied(webhook, Integer.toString(i)));
        first.countDown();

        awaitDelivered(251);
        assertThat(backend.takenIds())
                .isEqualTo(IntStream.range(0, 251).mapToObj(Integer::toString).toList());
        assertThat(backend.calls().stream().map(call -> call.ids().size())).containsExactly(1, 100, 100, 50);
        assertThat(backend.mostUnderWay()).isEqualTo(1);
        await().until(() -> webhook.counts().delivered() == 251); // counted after the response
    }

    @Test
    void body_isSignedAndContainsTheTime() {
        occupied(webhook(100, 0), "1");

        awaitDelivered(1);
        var call = backend.calls().getFirst();
        assertThat(call.isSignedWith(SECRET)).isTrue();
        assertThat(call.isSignedWith(SECRET + "x")).isFalse();
        assertThat(call.json().get("time").asLong()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void body_withoutASecret_isNotSigned() {
        var webhook = webhook(options(backend.url(), "", 100, 0, Duration.ofSeconds(20)), 1_000);
        occupied(webhook, "1");

        awaitDelivered(1);
        assertThat(backend.calls().getFirst().signature()).isNull();
    }

    @Test
    void failedCall_isRepeatedBeforeLaterEvents() {
        backend.then(
                BackendServer.status(500),
                BackendServer.status(503),
                BackendServer.status(429),
                BackendServer.gone(),
                backend.silence(),
                backend.drip());
        var webhook = webhook(options(backend.url(), SECRET, 1, 10, Duration.ofMillis(700)), 1_000);
        var reported = occupied(webhook, "1");
        occupied(webhook, "2");

        await().atMost(PATIENCE).until(() -> webhook.counts().delivered() == 2);
        assertThat(reported).isCompleted();
        var ids = backend.calls().stream().map(call -> call.ids().getFirst()).toList();
        assertThat(ids).startsWith("1", "1", "1", "1", "1", "1", "1").endsWith("2");
        assertThat(webhook.counts().retries()).isGreaterThanOrEqualTo(6);
        assertThat(webhook.counts().dropped()).isZero();
    }

    @Test
    void batch_afterTheLastRetry_isDropped() {
        backend.then(BackendServer.status(500), BackendServer.status(502), BackendServer.status(500));
        var webhook = webhook(1, 2);
        var first = occupied(webhook, "1");
        occupied(webhook, "2");

        awaitDelivered(1);
        assertThat(backend.takenIds()).containsExactly("2");
        assertThat(first).isCompleted();
        assertThat(webhook.counts().dropped()).isEqualTo(1);
        assertThat(webhook.counts().retries()).isEqualTo(2);
    }

    @Test
    void rejectedBatch_isDroppedAtOnce() {
        backend.then(BackendServer.status(400), BackendServer.status(401), BackendServer.status(302));
        var webhook = webhook(1, 5);
        IntStream.range(0, 4).forEach(i -> occupied(webhook, Integer.toString(i)));

        awaitDelivered(1);
        assertThat(backend.takenIds()).containsExactly("3");
        assertThat(webhook.counts().dropped()).isEqualTo(3);
        assertThat(webhook.counts().retries()).isZero();
    }

    @Test
    void unreachableBackend_isRetried() {
        try (var port = new ClosedPort()) {
            var url = "http://127.0.0.1:" + port.number() + "/hook";
            var webhook = webhook(options(url, SECRET, 1, 3, Duration.ofSeconds(20)), 1_000);
            occupied(webhook, "1");

            await().until(() -> webhook.counts().dropped() == 1);
            assertThat(webhook.counts().retries()).isEqualTo(3);
        }
    }

    @Test
    void retryAfter_isRespectedUpToABound() {
        backend.then(
                BackendServer.retryAfter(429, "3600"),
                BackendServer.retryAfter(503, "Fri, 31 Dec 2100 23:59:59 GMT"),
                BackendServer.retryAfter(503, "soon"));
        occupied(webhook(1, 5), "1");

        awaitDelivered(1);
        var times = backend.calls().stream().map(BackendServer.Call::nanoTime).toList();
        var bound = BRIEF.maxRetryAfter().toNanos();
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(bound);
        assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(bound);
    }

    @Test
    void pause_doublesUpToItsBound() {
        var times = WebhookTimes.DEFAULTS;

        assertThat(times.pause(0, 0, Duration.ZERO)).isEqualTo(Duration.ofMillis(100));
        assertThat(times.pause(0, 1, Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
        assertThat(times.pause(3, 1, Duration.ZERO)).isEqualTo(Duration.ofMillis(1_600));
        assertThat(times.pause(99, 1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(20));
        assertThat(times.pause(0, 1, Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(times.pause(0, 1, Duration.ofDays(5))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void fullQueue_dropsAndCountsTheOldestEvent() {
        var first = new CountDownLatch(1);
        backend.then(BackendServer.after(first));
        var webhook = webhook(options(backend.url(), SECRET, 1, 0, Duration.ofSeconds(20)), 3);
        occupied(webhook, "0");
        await().until(() -> backend.calls().size() == 1);
        var oldest = occupied(webhook, "1");
        IntStream.range(2, 6).forEach(i -> occupied(webhook, Integer.toString(i)));
        first.countDown();

        awaitDelivered(4);
        assertThat(backend.takenIds()).containsExactly("0", "3", "4", "5");
        assertThat(oldest).isCompleted();
        assertThat(webhook.counts().dropped()).isEqualTo(2);
    }

    @Test
    void close_deliversQueuedEvents() {
        backend.then(BackendServer.status(503));
        var webhook = webhook(10, 5);
        IntStream.range(0, 100).forEach(i -> occupied(webhook, Integer.toString(i)));

        webhook.close();

        assertThat(backend.takenIds()).hasSize(100);
    }

    @Test
    void close_leavesUndeliveredEventsIncomplete() {
        backend.then(backend.silence());
        var times = new WebhookTimes(
                Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(300));
        var webhook = new Webhook(
                options(backend.url(), SECRET, 1, 100, Duration.ofSeconds(20)), times, 1_000, "node", () -> NOW);
        var underWay = occupied(webhook, "1");
        var waiting = occupied(webhook, "2");
        await().until(() -> backend.calls().size() == 1);

        webhook.close();
        var late = occupied(webhook, "3");

        await().until(() -> webhook.counts().dropped() == 3);
        assertThat(List.of(underWay, waiting, late))
                .noneMatch(stage -> stage.toCompletableFuture().isDone());
        assertThat(backend.calls()).hasSize(1);
    }

    @Test
    void counts_arePublishedAsMetrics() {
        backend.then(BackendServer.status(500), BackendServer.status(400));
        var registry = new SimpleMeterRegistry();
        var webhook = webhook(1, 1);
        webhook.bindTo(registry);
        occupied(webhook, "1");
        occupied(webhook, "2");

        await().until(() -> webhook.counts().delivered() == 1);
        assertThat(registry.get("fanfare.webhook.events")
                        .tag("outcome", "delivered")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("fanfare.webhook.events")
                        .tag("outcome", "dropped")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("fanfare.webhook.retries").functionCounter().count())
                .isEqualTo(1);
        assertThat(registry.get("fanfare.webhook.waiting").gauge().value()).isZero();
    }

    @Test
    void disabledEvents_areNotSent() {
        var all = options(backend.url(), SECRET, 1, 0, Duration.ofSeconds(20));
        var webhook = webhook(
                new WebhookOptions(
                        all.endpoint(), all.secret(), List.of(Event.VACATED), all.debounce(), 0, 1, all.timeout()),
                1_000);
        var ignored = occupied(webhook, "1");
        webhook.onActivity(new Vacated("2", "news", Duration.ZERO));

        awaitDelivered(1);
        assertThat(ignored).isCompleted();
        assertThat(backend.takenIds()).containsExactly("2");
    }

    @Test
    void secrets_areSentButNotLogged() {
        var logger = (Logger) LoggerFactory.getLogger("dev.fanfare.server.webhook");
        var log = new ListAppender<ILoggingEvent>();
        log.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        log.start();
        logger.addAppender(log);
        var level = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try {
            backend.then(BackendServer.status(500), BackendServer.status(400));
            var url = backend.url().replace("127.0.0.1", "me:pass-word@127.0.0.1") + "?key=in-the-query";
            var webhook = webhook(options(url, SECRET, 1, 1, Duration.ofSeconds(20)), 1_000);
            occupied(webhook, "1");
            await().until(() -> webhook.counts().dropped() == 1);
        } finally {
            logger.setLevel(level);
            logger.detachAppender(log);
        }

        var call = backend.calls().getFirst();
        assertThat(call.authorization()).isEqualTo("Basic bWU6cGFzcy13b3Jk");
        assertThat(call.query()).isEqualTo("key=in-the-query");
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                .isNotEmpty()
                .noneMatch(line -> line.contains("pass-word") || line.contains("whisper") || line.contains("query"));
    }

    private void awaitDelivered(int events) {
        await().atMost(PATIENCE).until(() -> backend.takenIds().size() >= events);
    }

    private static CompletionStage<Void> occupied(Webhook webhook, String id) {
        Activity activity = new Occupied(id, "news", Duration.ZERO);
        return webhook.onActivity(activity);
    }

    private Webhook webhook(int batchSize, int retries) {
        return webhook(options(backend.url(), SECRET, batchSize, retries, Duration.ofSeconds(20)), 1_000);
    }

    private Webhook webhook(WebhookOptions options, int capacity) {
        var webhook = new Webhook(options, BRIEF, capacity, "node", () -> NOW);
        webhooks.add(webhook);
        return webhook;
    }

    private static WebhookOptions options(String url, String secret, int batchSize, int retries, Duration timeout) {
        return new WebhookOptions(
                new EndpointUrl(url),
                new Secret(secret),
                List.of(Event.values()),
                Duration.ofSeconds(1),
                retries,
                batchSize,
                timeout);
    }
}
