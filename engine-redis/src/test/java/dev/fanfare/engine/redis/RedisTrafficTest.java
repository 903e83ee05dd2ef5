package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The number of commands to the server, and the limit of pending ones. */
class RedisTrafficTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofHours(1);

    private final RedisProcess server = RedisProcess.start();
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void subscribes_many_areFewCommands() {
        try (var engine = engine(TestRedis.settings(server.url()))) {
            RedisProcess.command(server.port(), redis -> redis.configResetstat());

            join(CompletableFuture.allOf(IntStream.range(0, 2_000)
                    .mapToObj(i -> engine.broker().subscribe("c" + i).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)));

            assertThat(calls("subscribe")).isLessThan(200);
        }
    }

    @Test
    void channel_changesOften_isSubscribedOnce() {
        var settings = TestRedis.settings(server.url());
        try (var engine = engine(settings.withLink(settings.link().withUnsubscribeDelay(LONG)))) {
            join(engine.broker().subscribe("c"));
            RedisProcess.command(server.port(), redis -> redis.configResetstat());

            for (int i = 0; i < 10; i++) {
                join(engine.broker().unsubscribe("c"));
                join(engine.broker().subscribe("c"));
            }
            join(publish(engine, "x"));

            await().atMost(PATIENCE).until(() -> heard.all().equals(List.of("x")));
            assertThat(calls("subscribe")).isZero();
            assertThat(calls("unsubscribe")).isZero();
        }
    }

    @Test
    void channel_unused_isUnsubscribedAfterDelay() {
        var settings = TestRedis.settings(server.url());
        try (var engine = engine(settings.withLink(settings.link().withUnsubscribeDelay(Duration.ofMillis(500))))) {
            join(engine.broker().subscribe("c"));
            join(engine.broker().subscribe("other"));
            join(engine.broker().unsubscribe("c"));
            join(publish(engine, "x"));
            join(engine.broker().publish("other", Publication.of(Payload.text("end")), PublishOptions.NONE));

            await().atMost(PATIENCE).until(() -> heard.all().contains("end"));
            assertThat(heard.all()).containsExactly("end");
            await().atMost(PATIENCE).until(() -> calls("unsubscribe") == 1);
        }
    }

    @Test
    void publish_tooManyPending_isRejected() {
        var settings = TestRedis.settings(server.url());
        try (var engine = engine(settings.withLink(settings.link().withMaxWaitingBytes(10_000)))) {
            var answers = IntStream.range(0, 1_000)
                    .mapToObj(i -> publish(engine, "x".repeat(1_000)).toCompletableFuture())
                    .toList();
            await().atMost(PATIENCE).until(() -> answers.stream().allMatch(CompletableFuture::isDone));

            var refused = answers.stream()
                    .filter(CompletableFuture::isCompletedExceptionally)
                    .toList();
            assertThat(refused).isNotEmpty().hasSizeLessThan(1_000);
            assertThatThrownBy(refused.getFirst()::join)
                    .hasCauseInstanceOf(OverloadedException.class)
                    .hasMessageContaining("10000 bytes");
            join(publish(engine, "later"));
        }
    }

    private RedisEngine engine(RedisSettings settings) {
        var engine = new RedisEngine(settings);
        engine.broker().start(heard);
        join(engine.ready());
        return engine;
    }

    private static CompletionStage<?> publish(RedisEngine engine, String text) {
        return engine.broker().publish("c", Publication.of(Payload.text(text)), PublishOptions.NONE);
    }

    private int calls(String command) {
        return RedisProcess.calls(server.port(), command);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
