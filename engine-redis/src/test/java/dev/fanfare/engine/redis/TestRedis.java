package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.server.RedisProcess;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The server that the tests of this process share. Each test has its own prefix. */
final class TestRedis {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final RedisProcess SERVER = start();

    private TestRedis() {}

    static RedisProcess server() {
        return SERVER;
    }

    /** Settings for this server with a unique prefix. */
    static RedisSettings settings() {
        return settings(SERVER.url());
    }

    /** Settings for a separate server, with timeouts for a busy machine. */
    static RedisSettings settings(String... urls) {
        return RedisSettings.of(urls)
                .withPrefix("test" + PREFIXES.incrementAndGet())
                .withLink(LinkSettings.DEFAULTS.withTimeouts(PATIENCE, PROBE_INTERVAL, PATIENCE));
    }

    private static RedisProcess start() {
        var server = RedisProcess.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-redis"));
        return server;
    }
}
