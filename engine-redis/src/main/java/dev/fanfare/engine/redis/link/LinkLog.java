package dev.fanfare.engine.redis.link;

import dev.fanfare.model.monitoring.LogText;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the faults of one link, with one line when a fault starts and one when it ends. Confined to the link's loop.
 *
 * <p>There are two kinds of fault: the server is unreachable, or it replies to calls with errors. The second kind ends
 * after {@link #QUIET} without such a reply.
 */
final class LinkLog {
    static final Duration QUIET = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(LinkLog.class);

    private final String server;
    private boolean away;
    private long awaySinceNanos;
    private long attempts;
    private long failedCalls;
    private long errors;
    private long lastErrorNanos;

    LinkLog(String server) {
        this.server = server;
    }

    /** An attempt to connect begins. */
    void connecting() {
        attempts++;
    }

    /** A call or a subscribe failed because the server is unreachable. */
    void callsFailed(int calls) {
        failedCalls += calls;
    }

    /** The server is unreachable. Later reasons of the same fault are not logged. */
    void unreachable(String reason, long nowNanos) {
        if (!away) {
            away = true;
            awaySinceNanos = nowNanos;
            attempts = 0;
            LOG.warn("redis-unreachable server={} reason=\"{}\"", server, LogText.of(reason));
        }
    }

    void ready(long nowNanos) {
        if (away) {
            away = false;
            LOG.info(
                    "redis-unreachable-ended server={} millis={} attempts={} failed-calls={}",
                    server,
                    millis(nowNanos - awaySinceNanos),
                    attempts,
                    failedCalls);
        } else {
            LOG.info("redis-connected server={}", server);
        }
        failedCalls = 0;
    }

    /** The server replied with an error. Later errors of the same fault are only counted. */
    void error(Throwable failure, long nowNanos) {
        errors++;
        lastErrorNanos = nowNanos;
        if (errors == 1) {
            LOG.warn("redis-errors server={} error=\"{}\"", server, LogText.of(failure.getMessage()));
        }
    }

    /** Logs the end of the errors after {@link #QUIET} without one. Called periodically. */
    void check(long nowNanos) {
        if (errors > 0 && nowNanos - lastErrorNanos > QUIET.toNanos()) {
            LOG.info("redis-errors-ended server={} failed-calls={}", server, errors);
            errors = 0;
        }
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
