package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisEngineTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Heard heard = new Heard();

    @Test
    void close_allPorts_areClosed() {
        var engine = new RedisEngine(TestRedis.settings());
        engine.broker().start(heard);
        engine.cluster().start(new IgnoringNodes());
        join(engine.ready());

        engine.close();
        engine.close();

        for (var late : List.of(
                publish(engine, "c", "x"),
                engine.broker().subscribe("c"),
                engine.presence().add("c", new ClientInfo("c1", "alice"), Duration.ofMinutes(1)),
                engine.cluster().nodes())) {
            assertThatThrownBy(() -> join(late)).hasCauseInstanceOf(EngineException.class);
        }
        await().atMost(PATIENCE).until(() -> !engine.isReady());
    }

    @Test
    void close_beforeReady_failsPendingCalls() {
        var engine = new RedisEngine(TestRedis.settings());
        engine.broker().start(heard);
        var early = engine.broker().subscribe("c");

        engine.close();

        assertThatThrownBy(() -> join(early)).hasCauseInstanceOf(EngineException.class);
        assertThatThrownBy(() -> join(engine.ready())).hasCauseInstanceOf(EngineException.class);
    }

    /** Such a server rejects scripts with the keys of several channels. */
    @Test
    void address_clusterMember_isRejected() {
        try (var member = RedisProcess.start("--cluster-enabled", "yes");
                var engine = new RedisEngine(TestRedis.settings(member.url()))) {
            await().atMost(PATIENCE)
                    .until(() -> engine.health()
                            .servers()
                            .getFirst()
                            .reason()
                            .contains("use an address redis-cluster://HOST:PORT"));
        }
    }

    @Test
    void health_changes_areReported() {
        try (var proxy = new TcpProxy(TestRedis.server().port());
                var engine = new RedisEngine(TestRedis.settings(proxy.url()))) {
            var reported = new CopyOnWriteArrayList<Boolean>();
            engine.onHealth(health -> {
                throw new IllegalStateException("expected by this test");
            });
            join(engine.ready());
            engine.onHealth(health -> reported.add(health.isReady()));

            proxy.cut();
            await().atMost(PATIENCE).until(() -> reported.contains(false));
            proxy.open();
            await().atMost(PATIENCE).until(() -> reported.contains(true));
        }
    }

    @Test
    void servers_several_shareChannelsAndTolerateFailure() {
        try (var one = RedisProcess.start();
                var other = RedisProcess.start();
                var engine = new RedisEngine(TestRedis.settings(one.url(), other.url()))) {
            engine.broker().start(heard);
            join(engine.ready());
            var channels = IntStream.range(0, 50).mapToObj(i -> "c" + i).toList();
            channels.forEach(channel -> join(engine.broker().subscribe(channel)));
            channels.forEach(channel -> join(publish(engine, channel, channel)));
            await().atMost(PATIENCE).until(() -> heard.all().size() == channels.size());
            assertThat(new HashSet<>(heard.all())).isEqualTo(new HashSet<>(channels));

            other.kill();
            await().atMost(PATIENCE).until(() -> !engine.isReady());

            var working = channels.stream()
                    .filter(channel -> succeeds(publish(engine, channel, "again")))
                    .toList();
            assertThat(working).isNotEmpty().hasSizeLessThan(channels.size());
            other.restart();
            await().atMost(PATIENCE).until(engine::isReady);
            channels.forEach(channel -> join(publish(engine, channel, "all")));
            await().atMost(PATIENCE)
                    .until(() -> heard.all().stream().filter("all"::equals).count() == channels.size());
        }
    }

    @Test
    void prefixes_different_areIsolated() {
        try (var engine = new RedisEngine(TestRedis.settings());
                var stranger = new RedisEngine(TestRedis.settings())) {
            engine.broker().start(heard);
            stranger.broker().start((channel, push) -> {});
            join(engine.broker().subscribe("c"));
            join(publish(stranger, "c", "not for you"));
            join(publish(engine, "c", "for you"));

            await().atMost(PATIENCE).until(() -> heard.all().contains("for you"));
            assertThat(heard.all()).containsExactly("for you");
        }
    }

    @Test
    void settings_invalid_areRejected() {
        assertThatThrownBy(() -> RedisSettings.of()).hasMessageContaining("at least one address");
        assertThatThrownBy(() -> RedisSettings.of("redis://r", "redis://r")).hasMessageContaining("each address once");
        assertThatThrownBy(() -> RedisSettings.of("http://r")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RedisSettings.of("redis://r").withPrefix("a{b}"))
                .hasMessageContaining("a{b}");
    }

    private static CompletionStage<?> publish(RedisEngine engine, String channel, String text) {
        return engine.broker().publish(channel, Publication.of(Payload.text(text)), PublishOptions.NONE);
    }

    private static boolean succeeds(CompletionStage<?> stage) {
        return join(stage.handle((answer, failure) -> failure == null));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
