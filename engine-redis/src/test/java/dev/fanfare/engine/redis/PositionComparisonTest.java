package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.EpochSource;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.ServerIdentity;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionComparisonTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ServerIdentity ONE = new ServerIdentity("one", "data", false);
    private static final ServerIdentity RESTARTED = new ServerIdentity("two", "data", false);
    private static final int POSITIONS = 10_000;
    private static final int CALLS = 20;

    private final Keys keys = TestRedis.settings().locations().getFirst().keys();
    private final SeenPositions seen = new SeenPositions(POSITIONS);
    private final PositionComparison comparison = new PositionComparison(keys, new EpochSource("new"), seen);
    private final RedisClient client =
            RedisClient.create("redis://127.0.0.1:" + TestRedis.server().port());
    private final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void seePositions() {
        for (int i = 0; i < POSITIONS; i++) {
            seen.see("c" + i, new StreamPosition("e", 5));
        }
    }

    @AfterEach
    void close() {
        client.shutdown(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void run_manyPositions_areFewCalls() {
        write("c1", "e", 4);
        write("c2", "e", 5);
        write("c3", "other", 1);
        write("c9999", "e", 0);

        assertThat(join(comparison.run(connect(), ONE, calls::incrementAndGet))).isEqualTo(2);

        assertThat(calls).hasValue(CALLS);
        assertThat(epoch("c1")).startsWith("new-");
        assertThat(epoch("c2")).isEqualTo("e");
        assertThat(epoch("c3")).isEqualTo("other");
        assertThat(epoch("c9999")).startsWith("new-").isNotEqualTo(epoch("c1"));
    }

    @Test
    void run_afterFailure_continues() {
        write("c1", "e", 4);
        failHalfway();

        assertThat(join(comparison.run(connect(), ONE, calls::incrementAndGet))).isEqualTo(1);

        assertThat(calls).hasValue(CALLS);
    }

    @Test
    void run_otherServer_startsAgain() {
        failHalfway();
        int before = calls.get();
        write("c1", "e", 4);

        assertThat(join(comparison.run(connect(), RESTARTED, calls::incrementAndGet)))
                .isEqualTo(1);

        assertThat(calls).hasValue(before + CALLS);
    }

    @Test
    void run_unknownServer_startsAgain() {
        var connection = connect();
        assertThatThrownBy(() -> join(comparison.run(connection, ServerIdentity.UNKNOWN, () -> halt(connection))))
                .isInstanceOf(Exception.class);
        int before = calls.get();

        join(comparison.run(connect(), ServerIdentity.UNKNOWN, calls::incrementAndGet));

        assertThat(calls).hasValue(before + CALLS);
    }

    private void failHalfway() {
        var connection = connect();
        assertThatThrownBy(() -> join(comparison.run(connection, ONE, () -> halt(connection))))
                .isInstanceOf(Exception.class);
        assertThat(calls.get()).isBetween(1, CALLS - 1);
    }

    private void halt(StatefulRedisConnection<String, byte[]> connection) {
        calls.incrementAndGet();
        connection.closeAsync();
    }

    private StatefulRedisConnection<String, byte[]> connect() {
        return client.connect(Link.CODEC);
    }

    private void write(String channel, String epoch, long top) {
        RedisProcess.command(
                TestRedis.server().port(),
                redis -> redis.hset(keys.meta(channel), Map.of("e", epoch, "s", Long.toString(top))));
    }

    private String epoch(String channel) {
        var found = new StringBuilder();
        RedisProcess.command(TestRedis.server().port(), redis -> found.append(redis.hget(keys.meta(channel), "e")));
        return found.toString();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
