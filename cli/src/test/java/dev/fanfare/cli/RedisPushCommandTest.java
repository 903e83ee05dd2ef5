package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fanfare example redis-push} with browsers and other Redis clients. */
class RedisPushCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile("ready at http://localhost:(\\d+)/");
    private static final Pattern EMBEDDED = Pattern.compile("started an embedded Redis on port (\\d+)");

    private final Terminal terminal = new Terminal();

    private final ClosedPort nowhere = new ClosedPort();

    @TempDir
    private Path directory;

    @AfterEach
    void releasePort() {
        nowhere.close();
    }

    @Test
    void plainMessages_reachEachClientAndSubscriberOnce() {
        try (var redis = EmbeddedRedis.start();
                var plain = RedisClient.create(redis.url());
                var connection = plain.connect();
                var subscriber = plain.connectPubSub();
                var running = terminal.start("example", "redis-push", "--port", "0", "--redis", redis.url())) {
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            subscriber.addListener(new RedisPubSubAdapter<String, String>() {
                @Override
                public void message(String channel, String message) {
                    seen.add(message);
                }
            });
            subscriber.sync().subscribe("channel:1");
            var clients = Stream.generate(() -> connect(running)).limit(3).toList();
            await().atMost(PATIENCE)
                    .until(() -> connection.sync().pubsubNumsub("channel:1").equals(Map.of("channel:1", 2L)));

            connection.sync().publish("channel:1", "from a script");
            assertReceive(clients, "from a script");
            clients.getFirst().sendText("from a browser");
            assertReceive(clients, "from a browser");

            await().atMost(PATIENCE).until(() -> seen.size() == 2);
            assertThat(seen).containsExactly("from a script", "from a browser");
            assertThat(terminal.out()).contains("/redis-push").doesNotContain("embedded");
        }
    }

    @Test
    void unreachableRedis_isReplacedByAnEmbeddedOne() {
        try (var running = terminal.start("example", "redis-push", "--port", "0", "--redis", nowhere())) {
            var client = connect(running);
            var url = "redis://127.0.0.1:" + running.number(EMBEDDED);
            try (var plain = RedisClient.create(url);
                    var connection = plain.connect()) {
                await().atMost(PATIENCE)
                        .until(() -> connection.sync().pubsubNumsub("channel:1").equals(Map.of("channel:1", 1L)));
                connection.sync().publish("channel:1", "hello");
            }

            assertThat(client.receiveText()).isEqualTo("hello");
            assertThat(terminal.out().lines().filter(line -> line.contains("embedded")))
                    .singleElement()
                    .asString()
                    .matches(
                            "Redis is unreachable at localhost:\\d+ \\(Connection refused.*\\); started an embedded Redis on port \\d+");
        }
    }

    @Test
    void embeddedRedis_stopsWithTheExample() {
        String url;
        try (var running = terminal.start("example", "redis-push", "--port", "0", "--redis", nowhere())) {
            url = "redis://127.0.0.1:" + running.number(EMBEDDED);
            running.number(READY);
            assertThat(ExampleRedis.unreachable(url)).isEmpty();
        }

        assertThat(ExampleRedis.unreachable(url)).isPresent();
    }

    @Test
    void embeddedRedis_unsupportedPlatform_namesTheFix() throws IOException {
        var broken = Files.writeString(directory.resolve("redis-server"), "no program");

        assertThatThrownBy(() -> EmbeddedRedis.start(broken::toFile))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("cannot run on", System.getProperty("os.arch"), "--redis URL");
    }

    @Test
    void redisOption_malformedOrUnused_exitsWith2() {
        assertThat(terminal.run("example", "redis-push", "--port", "0", "--redis", "http://localhost"))
                .isEqualTo(2);
        assertThat(terminal.run("example", "echo", "--port", "0", "--redis", "redis://localhost"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("--redis must be a Redis address", "--redis requires the example redis-push");
    }

    private static TestClient connect(Terminal.Running running) {
        int port = running.number(READY);
        return new SocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .connect("/ws")
                .timeout(PATIENCE);
    }

    private static void assertReceive(List<TestClient> clients, String message) {
        for (var client : clients) {
            assertThat(client.receiveText()).isEqualTo(message);
            client.receiveNothing();
        }
    }

    /** An address without a listener. */
    private String nowhere() {
        return "redis://localhost:" + nowhere.number();
    }
}
