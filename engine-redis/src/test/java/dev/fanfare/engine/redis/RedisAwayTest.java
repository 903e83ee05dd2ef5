package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures of the server and of the connection to it. */
class RedisAwayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HistoryRetention TEN =
            new HistoryRetention(10, Duration.ofMinutes(10), Duration.ofMinutes(60));
    private static final PublishOptions KEPT = PublishOptions.NONE.withRetention(TEN);
    private static final String CHANNEL = "news";

    private final TcpProxy proxy = new TcpProxy(TestRedis.server().port());
    private final RedisSettings settings = TestRedis.settings(proxy.url());
    private final Heard heard = new Heard();
    private final RedisEngine engine = new RedisEngine(settings);

    @AfterEach
    void close() {
        engine.close();
        proxy.close();
    }

    @Test
    void calls_serverUnreachable_failAtOnceWithReason() {
        start();
        proxy.cut();
        await().atMost(PATIENCE).until(() -> !engine.isReady());

        var publish = publish("lost", PublishOptions.NONE);

        assertThatThrownBy(() -> join(publish))
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("Redis at 127.0.0.1:")
                .hasMessageContaining("is unreachable");
        assertThatThrownBy(() -> join(engine.broker().subscribe("other"))).hasCauseInstanceOf(EngineException.class);
        assertThatThrownBy(() -> join(engine.presence().members(CHANNEL))).hasCauseInstanceOf(EngineException.class);
        assertThatThrownBy(() -> join(engine.cluster().nodes())).hasCauseInstanceOf(EngineException.class);
    }

    @Test
    void server_returns_interruptionPrecedesDelivery() {
        start();
        join(publish("before", PublishOptions.NONE));
        await().atMost(PATIENCE).until(() -> heard.all().contains("before"));
        proxy.cut();
        await().atMost(PATIENCE).until(() -> !engine.isReady());
        proxy.open();
        await().atMost(PATIENCE).until(engine::isReady);

        join(publish("after", PublishOptions.NONE));

        await().atMost(PATIENCE).until(() -> heard.all().contains("after"));
        assertThat(heard.all()).containsExactly("before", Heard.INTERRUPTED, "after");
        assertThat(engine.health().servers().getFirst().interruptions()).isEqualTo(1);
    }

    @Test
    void server_neverAnswers_isDetected() {
        var quick = settings.withLink(LinkSettings.DEFAULTS.withTimeouts(
                Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofSeconds(2)));
        try (var impatient = new RedisEngine(quick)) {
            impatient.broker().start(heard);
            join(impatient.ready());

            proxy.silence();
            var publish = impatient.broker().publish(CHANNEL, Publication.of(Payload.text("x")), PublishOptions.NONE);

            assertThatThrownBy(() -> join(publish)).hasCauseInstanceOf(EngineException.class);
            await().atMost(PATIENCE).until(() -> !impatient.isReady());
            assertThatThrownBy(() -> join(impatient.broker().subscribe(CHANNEL)))
                    .hasCauseInstanceOf(EngineException.class);

            proxy.open();
            await().atMost(PATIENCE).until(impatient::isReady);
        }
    }

    @Test
    void history_lostItsEnd_startsNewEpochBeforeDelivery() {
        start();
        join(engine.broker().position("untouched", TEN));
        var kept = positionOf(publish("1", KEPT));
        positionOf(publish("2", KEPT));
        await().atMost(PATIENCE).until(() -> heard.all().contains("2"));
        proxy.cut();
        await().atMost(PATIENCE).until(() -> !engine.isReady());
        directly(redis -> redis.hset(settings.locations().getFirst().keys().meta(CHANNEL), Map.of("s", "1")));
        proxy.open();
        await().atMost(PATIENCE).until(engine::isReady);

        var next = positionOf(publish("3", KEPT));

        assertThat(next.offset()).isEqualTo(1);
        assertThat(next.epoch()).isNotEqualTo(kept.epoch());
        var page = join(engine.broker().history(CHANNEL, new HistoryQuery(kept, -1, false)));
        assertThat(page.publications()).isEmpty();
        assertThat(page.top()).isEqualTo(next);
    }

    @Test
    void publications_missing_onlyBeforeTheInterruption() {
        start();
        var done = new AtomicBoolean();
        try (var writer = new RedisEngine(through(TestRedis.server().url()))) {
            writer.broker().start(new Heard());
            join(writer.ready());
            var publisher = Thread.ofPlatform().start(() -> publishNumbers(writer, done));
            for (int interruption = 1; interruption <= 3; interruption++) {
                int before = heard.all().size();
                await().atMost(PATIENCE).until(() -> heard.all().size() > before + 100);
                proxy.cut();
                await().atMost(PATIENCE).until(() -> !engine.isReady());
                proxy.open();
                await().atMost(PATIENCE).until(engine::isReady);
            }
            int before = heard.all().size();
            await().atMost(PATIENCE).until(() -> heard.all().size() > before + 100);
            done.set(true);
            await().atMost(PATIENCE).until(() -> !publisher.isAlive());
        }

        var all = heard.all();
        assertThat(all.stream().filter(Heard.INTERRUPTED::equals)).hasSize(3);
        for (int i = 1; i < all.size(); i++) {
            if (!all.get(i).equals(Heard.INTERRUPTED) && !all.get(i - 1).equals(Heard.INTERRUPTED)) {
                assertThat(Integer.parseInt(all.get(i))).isEqualTo(Integer.parseInt(all.get(i - 1)) + 1);
            }
        }
        var numbers = all.stream()
                .filter(each -> !each.equals(Heard.INTERRUPTED))
                .map(Integer::parseInt)
                .toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void history_complete_keepsItsEpoch() {
        start();
        var before = positionOf(publish("1", KEPT));
        proxy.cut();
        await().atMost(PATIENCE).until(() -> !engine.isReady());
        proxy.open();
        await().atMost(PATIENCE).until(engine::isReady);

        assertThat(positionOf(publish("2", KEPT))).isEqualTo(new StreamPosition(before.epoch(), 2));
    }

    @Test
    void server_startsLater_isConnected() {
        try (var late = RedisProcess.start()) {
            late.kill();
            try (var early = new RedisEngine(TestRedis.settings(late.url()))) {
                early.broker().start(heard);
                assertThatThrownBy(() -> join(early.broker().subscribe(CHANNEL)))
                        .hasCauseInstanceOf(EngineException.class)
                        .hasMessageContaining("cannot connect");

                late.restart();
                join(early.ready());

                join(early.broker().subscribe(CHANNEL));
                join(early.broker().publish(CHANNEL, Publication.of(Payload.text("x")), PublishOptions.NONE));
                await().atMost(PATIENCE).until(() -> heard.all().equals(List.of("x")));
            }
        }
    }

    @Test
    void server_lostScripts_reloadsThem() {
        start();
        positionOf(publish("1", KEPT));
        directly(RedisCommands::scriptFlush);

        assertThat(positionOf(publish("2", KEPT)).offset()).isEqualTo(2);
    }

    @Test
    void server_readOnly_isAbandoned() {
        try (var demoted = RedisProcess.start();
                var attached = new RedisEngine(TestRedis.settings(demoted.url()))) {
            attached.broker().start(heard);
            join(attached.ready());
            RedisProcess.command(demoted.port(), redis -> redis.replicaof("127.0.0.1", 1));

            var publish = attached.broker().publish(CHANNEL, Publication.of(Payload.text("x")), KEPT);

            assertThatThrownBy(() -> join(publish)).hasCauseInstanceOf(EngineException.class);
            await().atMost(PATIENCE).until(() -> isAwayFor(attached, "a replica"));

            RedisProcess.command(demoted.port(), RedisCommands::replicaofNoOne);
            await().atMost(PATIENCE).until(attached::isReady);
        }
    }

    /** Publishes sequentially, so that other work can run in between. */
    private static void publishNumbers(RedisEngine writer, AtomicBoolean done) {
        for (int i = 0; !done.get(); i++) {
            join(writer.broker().publish(CHANNEL, Publication.of(Payload.text(Integer.toString(i))), KEPT));
        }
    }

    /** The settings of this test with another address of the server. */
    private RedisSettings through(String url) {
        return RedisSettings.of(url).withPrefix(settings.prefix()).withLink(settings.link());
    }

    private static boolean isAwayFor(RedisEngine engine, String reason) {
        return engine.health().servers().getFirst().reason().contains(reason);
    }

    private void start() {
        engine.broker().start(heard);
        engine.cluster().start(new IgnoringNodes());
        join(engine.ready());
        join(engine.broker().subscribe(CHANNEL));
    }

    private CompletionStage<PublishResult> publish(String text, PublishOptions options) {
        return engine.broker().publish(CHANNEL, Publication.of(Payload.text(text)), options);
    }

    private static StreamPosition positionOf(CompletionStage<PublishResult> publish) {
        return Objects.requireNonNull(((Accepted) join(publish)).position());
    }

    private static void directly(Consumer<RedisCommands<String, String>> action) {
        RedisProcess.command(TestRedis.server().port(), action);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
