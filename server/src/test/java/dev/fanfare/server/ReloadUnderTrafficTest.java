package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.TokenSigner;
import dev.fanfare.testkit.app.SocketServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** A configuration that changes again and again while clients and a backend go on. */
@Isolated("It reads the log of the whole virtual machine")
class ReloadUnderTrafficTest {
    private static final int RELOADS = 50;
    private static final int STEPS_BETWEEN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] CHANNELS = {"steady:main", "kept:main", "changing:main"};

    private final ServerConfig one =
            config("one", 1_000_000, 10, ", presence: true, history-size: 5, history-ttl: 1m, force-recovery: true");
    private final ServerConfig other = config("other", 2_000_000, 20, "");
    private final PushServer server = PushServer.create(one);
    private final Traffic traffic = new Traffic(
            new SocketServer(server.listen()),
            List.of(token(one), token(other)),
            List.of("key-of-the-server-one", "key-of-the-server-other"));
    /** Excludes the Redis client, which may still log failures of servers that earlier test classes have stopped. */
    private final List<Logger> loggers = Stream.of("dev.fanfare", "io.netty")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        loggers.forEach(logger -> logger.addAppender(logged));
    }

    @AfterEach
    void close() {
        server.close();
        loggers.forEach(logger -> logger.detachAppender(logged));
    }

    @Test
    void reloads_underTraffic_keepClientsAndAcceptedPublications() {
        var subscribers =
                Stream.generate(() -> traffic.resident(CHANNELS)).limit(8).toList();
        begin();
        for (int i = 1; i <= RELOADS; i++) {
            assertThat(server.reload(i % 2 == 0 ? one : other)).isEmpty();
            long enough = traffic.steps() + STEPS_BETWEEN;
            await().atMost(PATIENCE).until(() -> traffic.steps() >= enough);
        }
        var accepted = traffic.end();

        assertThat(accepted).hasSize(2 * CHANNELS.length);
        for (var channel : CHANNELS) {
            assertThat(traffic.isAccepted(
                            "{\"channel\":\"" + channel + "\",\"data\":\"the end\"}", "key-of-the-server-one"))
                    .isTrue();
        }
        assertThat(subscribers)
                .allSatisfy(subscriber -> assertThat(received(subscriber)).isEqualTo(accepted));
        assertThat(traffic.assertAllAreIn()).isGreaterThan(20);
        assertThat(logged.list).isEmpty();
    }

    private void begin() {
        for (var channel : CHANNELS) {
            traffic.publish("client", channel);
            traffic.publishByApi("backend", channel);
            traffic.comeAndGo(channel, false);
        }
        traffic.comeAndGo("only-one:a", true);
        traffic.comeAndGo("only-other:a", true);
        traffic.arrive(token(one), "steady:side");
        traffic.arrive(token(other), "kept:side");
    }

    /** The numbers, of each publisher in each channel. */
    private static Map<String, List<Integer>> received(TrafficClient subscriber) {
        Map<String, List<Integer>> all = new HashMap<>();
        for (var line : subscriber.pushesTo("the end", CHANNELS.length)) {
            var push = JsonMapper.shared().readTree(line).path("push");
            var data = push.at("/pub/data");
            if (data.isObject()) {
                var source =
                        data.get("by").asString() + " in " + push.get("channel").asString();
                all.computeIfAbsent(source, first -> new ArrayList<>())
                        .add(data.get("number").asInt());
            }
        }
        return all;
    }

    private static ServerConfig config(String name, int rate, int kept, String more) {
        var yaml = """
            http-server:
              address: 127.0.0.1
              port: 0
            http-api:
              key: key-of-the-server-%1$s
            client:
              token:
                hmac-secret-key: 0123456789abcdef0123456789abcdef-%1$s
              rate-limit:
                connection:
                  publish: %2$d/1s
                user:
                  any: %2$d/1s
            channel:
              namespaces:
                - {name: steady, allow-subscribe-for-client: true, allow-publish-for-client: true}
                - name: kept
                  allow-subscribe-for-client: true
                  allow-publish-for-client: true
                  history-size: %3$d
                  history-ttl: 1m
                  force-recovery: true
                - {name: changing, allow-subscribe-for-client: true, allow-publish-for-client: true%4$s}
                - {name: only-%1$s, allow-subscribe-for-client: true}
            """.formatted(name, rate, kept, more);
        return ServerConfig.LOADER.load(yaml, Map.of(), Map.of());
    }

    private static String token(ServerConfig config) {
        return new TokenSigner(config.client().token(), InstantSource.system()).connection(ConnectionClaims.of("ann"));
    }
}
