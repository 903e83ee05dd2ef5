package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.model.channel.ClientInfo;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of this release and of the previous one in one channel. The script of the previous release repairs no keys. */
class PresenceUpgradeTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String PREVIOUS_ADD = """
            local time = redis.call('TIME')
            local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
            local function forget(client)
              local user = redis.call('HGET', KEYS[2], client)
              if user and redis.call('HINCRBY', KEYS[3], user, -1) <= 0 then redis.call('HDEL', KEYS[3], user) end
              redis.call('HDEL', KEYS[2], client)
              redis.call('HDEL', KEYS[4], client)
              redis.call('ZREM', KEYS[1], client)
            end
            local expired = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 500)
            for _, client in ipairs(expired) do forget(client) end
            local client, user, expiry = ARGV[1], ARGV[2], tonumber(ARGV[3])
            local before = redis.call('HGET', KEYS[2], client)
            if before ~= user then
              if before then forget(client) end
              redis.call('HSET', KEYS[2], client, user)
              redis.call('HINCRBY', KEYS[3], user, 1)
            end
            if ARGV[4] == '' then redis.call('HDEL', KEYS[4], client) else redis.call('HSET', KEYS[4], client, ARGV[4]) end
            redis.call('ZADD', KEYS[1], now + expiry, client)
            for _, key in ipairs(KEYS) do
              if redis.call('PTTL', key) < expiry then redis.call('PEXPIRE', key, ARGV[3]) end
            end
            return {}
            """;

    private final RedisSettings settings = TestRedis.settings();
    private final String[] keys = settings.locations().getFirst().keys().presence("room");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void key_deleted_clientsOfBothReleasesAreCounted(int key) {
        try (var engine = new RedisEngine(settings)) {
            var presence = engine.presence();
            join(presence.add("room", new ClientInfo("c1", "alice"), MINUTE));
            addOnPreviousRelease();

            TestRedis.server().run(redis -> assertThat(redis.del(keys[key])).isOne());
            addOnPreviousRelease();
            join(presence.add("room", new ClientInfo("c1", "alice"), MINUTE));
            addOnPreviousRelease();

            assertThat(join(presence.members("room"))).containsOnlyKeys("c1", "c2", "c3");
            assertThat(join(presence.stats("room"))).isEqualTo(new PresenceStats(3, 2));
            join(presence.remove("room", "c1"));
            join(presence.remove("room", "c2"));
            assertThat(join(presence.stats("room"))).isEqualTo(new PresenceStats(1, 1));
        }
    }

    private void addOnPreviousRelease() {
        TestRedis.server().run(redis -> {
            redis.eval(PREVIOUS_ADD, ScriptOutputType.MULTI, keys, "c2", "alice", "60000", "");
            redis.eval(PREVIOUS_ADD, ScriptOutputType.MULTI, keys, "c3", "bob", "60000", "");
        });
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(MINUTE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
