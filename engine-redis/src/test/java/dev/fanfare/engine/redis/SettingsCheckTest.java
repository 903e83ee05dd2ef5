package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Execution(ExecutionMode.CONCURRENT)
class SettingsCheckTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The lines of all engines in this process. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent line) {
            all.add(line);
        }
    }

    private final Logger logger = (Logger) LoggerFactory.getLogger(SettingsCheck.class);
    private final Lines lines = new Lines();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void end() throws Exception {
        logger.detachAppender(lines);
        for (var each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void durableServer_withoutReplicas_logsNothing() {
        var redis = redis();

        connect(redis.url());

        assertThat(of(redis)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "allkeys-lru, 100mb, true",
        "volatile-ttl, 100mb, true",
        "noeviction, 100mb, false",
        "allkeys-lru, 0, false"
    })
    void eviction_otherThanNone_isLogged(String policy, String maxMemory, boolean risky) {
        var redis = redis("maxmemory-policy", policy, "maxmemory", maxMemory);

        connect(redis.url());

        assertThat(of(redis))
                .hasSize(risky ? 1 : 0)
                .allMatch(line -> line.startsWith("WARN redis-risk-eviction server=127.0.0.1:" + redis.port()
                        + " primary=127.0.0.1:" + redis.port() + " maxmemory-policy=" + policy + ": "));
    }

    @ParameterizedTest
    @CsvSource({
        "no, everysec, '', appendonly=no save=||: a restart of Redis loses all",
        "no, everysec, 3600 1 60 100, appendonly=no save=|3600 1 60 100|: a crash of Redis loses",
        "yes, everysec, '', appendfsync=everysec: a crash loses up to 2 s",
        "yes, no, '', appendfsync=no: a crash of the machine loses about 30 s"
    })
    void persistence_withLosses_isLogged(String appendOnly, String sync, String save, String expected) {
        var redis = redis("appendonly", appendOnly, "appendfsync", sync, "save", save);

        connect(redis.url());

        assertThat(of(redis)).singleElement().asString().contains("redis-risk-persistence", expected.replace('|', '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "pubsub 1mb 512kb 60, true",
        "pubsub 32mb 1mb 60, true",
        "pubsub 0 0 0, true",
        "pubsub 32mb 8mb 60, false",
        "pubsub 256mb 0 0, false"
    })
    void outputBuffer_smallOrUnlimited_isLogged(String limit, boolean risky) {
        var redis = redis("client-output-buffer-limit", limit);

        connect(redis.url());

        assertThat(of(redis))
                .hasSize(risky ? 1 : 0)
                .allMatch(line -> line.contains("redis-risk-output-buffer")
                        && line.contains("client-output-buffer-limit=\"pubsub "));
    }

    @Test
    void replica_attachesLater_isLogged() {
        var redis = redis();
        connect(redis.url());
        assertThat(of(redis)).isEmpty();

        opened.add(RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(redis.port())));

        await().atMost(PATIENCE).until(() -> !of(redis).isEmpty());
        assertThat(of(redis)).singleElement().asString().contains("redis-risk-replication", "min-replicas-to-write=0");
    }

    @Test
    void replica_requiredForWrites_logsNothing() {
        var redis = redis("min-replicas-to-write", "1");
        opened.add(RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(redis.port())));
        await().atMost(PATIENCE).until(() -> hasReplica(redis));

        connect(redis.url());

        assertThat(of(redis)).isEmpty();
    }

    @Test
    void reconnect_logsNewValuesOnly() {
        var redis = redis("appendfsync", "everysec");
        var engine = connect(redis.url());
        assertThat(of(redis)).hasSize(1);

        for (var sync : List.of("everysec", "no")) {
            redis.run(commands -> commands.configSet("appendfsync", sync));
            long before = engine.health().servers().getFirst().interruptions();
            redis.run(commands -> commands.clientKill(KillArgs.Builder.typePubsub()));
            await().atMost(PATIENCE)
                    .until(() -> engine.health().servers().getFirst().interruptions() > before && engine.isReady());
            askAgain(engine);
        }

        assertThat(of(redis))
                .extracting(line -> line.replaceAll(".* appendfsync=(\\w+).*", "$1"))
                .containsExactly("everysec", "no");
    }

    @Test
    void config_denied_isOneLineOfInfo() {
        var redis = redis("maxmemory", "100mb", "maxmemory-policy", "allkeys-lru");
        redis.run(commands -> commands.aclSetuser("app", rights().removeCommand(CommandType.CONFIG)));

        connect("redis://app:secret@127.0.0.1:" + redis.port());

        assertThat(of(redis).getFirst()).contains("redis-risk-eviction");
        assertThat(of(redis).getLast())
                .startsWith("INFO redis-settings-unchecked")
                .contains(
                        "settings=appendfsync,client-output-buffer-limit,min-replicas-to-write,save reason=\"NOPERM",
                        "primary=127.0.0.1:" + redis.port());
    }

    @Test
    void everything_denied_connects() {
        var redis = redis();
        redis.run(commands -> commands.aclSetuser(
                "app",
                rights().removeCommand(CommandType.CONFIG)
                        .removeCommand(CommandType.INFO)
                        .removeCommand(CommandType.CLIENT)));

        connect("redis://app:secret@127.0.0.1:" + redis.port());

        assertThat(of(redis))
                .singleElement()
                .asString()
                .contains("redis-settings-unchecked", "primary=127.0.0.1:" + redis.port(), "maxmemory-policy");
    }

    private static AclSetuserArgs rights() {
        return AclSetuserArgs.Builder.on()
                .addPassword("secret")
                .allKeys()
                .allChannels()
                .allCommands();
    }

    /** A durable server with these names and values of settings. */
    private RedisProcess redis(String... settings) {
        var redis = RedisProcess.startDurable();
        opened.add(redis);
        redis.run(commands -> {
            for (int i = 0; i < settings.length; i += 2) {
                commands.configSet(settings[i], settings[i + 1]);
            }
        });
        return redis;
    }

    /** Connects an engine, and waits for the end of its check. */
    private RedisEngine connect(String url) {
        var engine = new RedisEngine(TestRedis.settings(url));
        opened.add(engine);
        engine.ready().toCompletableFuture().join();
        askAgain(engine);
        return engine;
    }

    /** Returns after a later reply than those of the check. */
    private static void askAgain(RedisEngine engine) {
        engine.presence().stats("channel").toCompletableFuture().join();
    }

    private List<String> of(RedisProcess redis) {
        return lines.all.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .filter(line -> line.contains("server=127.0.0.1:" + redis.port() + " "))
                .toList();
    }

    private static boolean hasReplica(RedisProcess redis) {
        var found = new boolean[1];
        redis.run(commands -> found[0] = commands.info("replication").contains("state=online"));
        return found[0];
    }
}
