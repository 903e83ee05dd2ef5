package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.engine.redis.RedisRelay;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browsers on three nodes, and a plain publisher, around one Redis. */
class RedisPushTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RedisProcess server = RedisProcess.start();
    private final String url = server.url();
    private final List<Fanfare> nodes = new ArrayList<>();
    private final List<TestClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < 3; i++) {
            var transport = new MemoryTransport();
            var node = Fanfare.create(FanfareSettings.DEFAULTS, transport);
            var relay = RedisRelay.of(url, RedisPush.CHANNEL);
            new RedisPush(relay).addTo(node);
            node.listen(8000);
            await().atMost(PATIENCE).until(() -> relay.health().ready());
            nodes.add(node);
            clients.add(transport.connect("/ws").timeout(PATIENCE));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(Fanfare::close);
        server.close();
    }

    @Test
    void plainMessage_reachesEachClientOnce() {
        publish("from a script");
        publish("and again");

        for (var client : clients) {
            assertThat(client.receiveText()).isEqualTo("from a script");
            assertThat(client.receiveText()).isEqualTo("and again");
            client.receiveNothing();
        }
    }

    @Test
    void clientMessage_reachesEachClientOnceIncludingTheSender() {
        clients.getFirst().sendText("hello, all");

        for (var client : clients) {
            assertThat(client.receiveText()).isEqualTo("hello, all");
            client.receiveNothing();
        }
    }

    @Test
    void redisRelay_deliversMessages() {
        try (var app = Fanfare.create()) {
            // region: redis
            var redis = app.relay("redis:", RedisRelay.of(url, "channel:1"));
            app.websocket("/ws", ws -> {
                ws.subscribe(redis.channel("channel:1"));
                ws.messages().forEach(redis.channel("channel:1")::publish);
            });
            // endregion
            var client = new SocketServer(app.listen("127.0.0.1", 0)).connect("/ws");
            client.timeout(PATIENCE).sendText("hello");

            assertThat(client.receiveText()).isEqualTo("hello");
        }
    }

    private void publish(String message) {
        try (var client = RedisClient.create(url);
                var connection = client.connect()) {
            connection.sync().publish(RedisPush.CHANNEL, message);
        }
    }
}
