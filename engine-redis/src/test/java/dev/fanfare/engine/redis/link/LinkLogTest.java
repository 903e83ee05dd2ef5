package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LinkLogTest {
    private static final String SERVER = "server-of-link-log-test";
    private static final long SECOND = 1_000_000_000L;

    private final Logger logger = (Logger) LoggerFactory.getLogger(LinkLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final LinkLog log = new LinkLog(SERVER);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void end() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void unreachable_manyFailures_areTwoLines() {
        log.connecting();
        log.ready(0);
        for (int i = 0; i < 100; i++) {
            log.unreachable("reason " + i, i * SECOND);
            log.connecting();
            log.callsFailed(2);
        }
        log.ready(100 * SECOND);

        assertThat(messages())
                .containsExactly(
                        "redis-connected server=" + SERVER,
                        "redis-unreachable server=" + SERVER + " reason=\"reason 0\"",
                        "redis-unreachable-ended server=" + SERVER + " millis=100000 attempts=100 failed-calls=200");
    }

    @Test
    void errors_many_areTwoLines() {
        for (int i = 0; i < 100; i++) {
            log.error(new RedisCommandExecutionException("OOM " + i), i * SECOND);
            log.check(i * SECOND);
        }
        log.check(99 * SECOND + LinkLog.QUIET.toNanos());
        log.check(100 * SECOND + LinkLog.QUIET.toNanos());
        log.check(200 * SECOND + LinkLog.QUIET.toNanos());

        assertThat(messages())
                .containsExactly(
                        "redis-errors server=" + SERVER + " error=\"OOM 0\"",
                        "redis-errors-ended server=" + SERVER + " failed-calls=100");
    }

    private List<String> messages() {
        return lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(SERVER))
                .toList();
    }
}
