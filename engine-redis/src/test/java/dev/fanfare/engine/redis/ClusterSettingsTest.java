package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Tag("full")
@Timeout(180)
class ClusterSettingsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PRIMARIES = 3;

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent line) {
            all.add(line.getFormattedMessage());
        }
    }

    @Test
    void eachPrimary_alsoAfterAFailover_isLoggedOnce() {
        var logger = (Logger) LoggerFactory.getLogger(SettingsCheck.class);
        var lines = new Lines();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try (var cluster = new RedisClusterServers();
                var engine = new RedisEngine(TestRedis.settings(cluster.url()))) {
            engine.ready().toCompletableFuture().join();

            await().atMost(PATIENCE)
                    .until(() ->
                            primaries(cluster, lines, "redis-risk-persistence").size() == PRIMARIES);
            await().atMost(PATIENCE)
                    .until(() ->
                            primaries(cluster, lines, "redis-risk-replication").size() == PRIMARIES);
            cluster.primaries().getFirst().kill();

            await().atMost(PATIENCE)
                    .until(() ->
                            primaries(cluster, lines, "redis-risk-persistence").size() == PRIMARIES + 1);
            assertThat(primaries(cluster, lines, "redis-risk-persistence")).doesNotHaveDuplicates();
            assertThat(primaries(cluster, lines, "redis-risk-replication")).doesNotHaveDuplicates();
        } finally {
            logger.detachAppender(lines);
        }
    }

    /** The primaries of this cluster in such lines; other tests may have clusters at the same time. */
    private static List<String> primaries(RedisClusterServers cluster, Lines lines, String event) {
        return lines.all.stream()
                .filter(line -> line.startsWith(event + " server=cluster partition "))
                .map(line -> line.replaceAll(".* primary=(\\S+) .*", "$1"))
                .filter(cluster.url()::contains)
                .toList();
    }
}
