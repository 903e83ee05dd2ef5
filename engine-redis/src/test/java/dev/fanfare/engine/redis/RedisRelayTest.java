package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.port.Relay.RelayListener;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.model.channel.EngineException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plain messages to and from other clients of Redis. */
class RedisRelayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final LinkSettings SETTINGS =
            LinkSettings.DEFAULTS.withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofSeconds(20));

    private final String own = UUID.randomUUID() + ":"; // tests share the server, and its channels have no prefix
    private final TcpProxy proxy = new TcpProxy(TestRedis.server().port());
    private final RedisClient plain = RedisClient.create(TestRedis.server().url());
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final AtomicInteger interruptions = new AtomicInteger();
    private final RedisRelay relay = new RedisRelay(
            proxy.url(), List.of(own + "1", own + "news.today"), List.of(own + "news.*", own + "*.later"), SETTINGS);

    RedisRelayTest() {
        relay.start(new RelayListener() {
            @Override
            public void onMessage(String channel, byte[] message) {
                heard.add(channel.substring(own.length()) + " " + new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void onInterrupted() {
                interruptions.incrementAndGet();
            }
        });
        await().atMost(PATIENCE).until(() -> relay.health().ready());
    }

    @AfterEach
    void close() {
        relay.close();
        proxy.close();
        plain.shutdown();
    }

    @Test
    void publish_plainClient_isDeliveredOnce() {
        try (var publisher = plain.connect()) {
            var redis = publisher.sync();
            redis.publish(own + "1", "one");
            redis.publish(own + "2", "for nobody here");
            redis.publish(own + "news.today", "named, and matched by the pattern");
            redis.publish(own + "news.later", "matched by both patterns");
            redis.publish(own + "1", "last");

            await().atMost(PATIENCE).until(() -> heard.contains("1 last"));
            assertThat(heard)
                    .containsExactly(
                            "1 one",
                            "news.today named, and matched by the pattern",
                            "news.later matched by both patterns",
                            "1 last");
        }
    }

    @Test
    void publish_relay_isPlainAndReturnsOnce() {
        try (var subscriber = plain.connectPubSub()) {
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            subscriber.addListener(new RedisPubSubAdapter<String, String>() {
                @Override
                public void message(String channel, String message) {
                    seen.add(message);
                }
            });
            subscriber.sync().subscribe(own + "1");

            publish("hello");
            publish("again");

            await().atMost(PATIENCE).until(() -> seen.contains("again") && heard.contains("1 again"));
            assertThat(seen).containsExactly("hello", "again");
            assertThat(heard).containsExactly("1 hello", "1 again");
        }
    }

    @Test
    void publish_serverUnreachable_failsUntilItReturns() {
        proxy.cut();
        await().atMost(PATIENCE).until(() -> !relay.health().ready());
        assertThatThrownBy(() -> publish("lost")).hasCauseInstanceOf(EngineException.class);

        proxy.open();
        await().atMost(PATIENCE).until(() -> relay.health().ready());
        publish("back");

        await().atMost(PATIENCE).until(() -> heard.contains("1 back"));
        assertThat(interruptions).hasValue(1);
    }

    private void publish(String message) {
        relay.publish(own + "1", message.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
