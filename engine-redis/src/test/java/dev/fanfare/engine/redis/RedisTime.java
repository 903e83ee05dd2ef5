package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;

/**
 * Simulates the passing of time for the keys with one prefix: reduces their remaining lifetimes and the times in the scores of
 * sorted sets. Redis itself continues in real time.
 */
final class RedisTime {
    private static final String ELAPSE = """
            local gone = tonumber(ARGV[2])
            for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':*')) do
              if redis.call('TYPE', key).ok == 'zset' then
                for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
                  redis.call('ZINCRBY', key, -gone, member)
                end
              end
              local left = redis.call('PTTL', key)
              if left >= 0 then redis.call('PEXPIRE', key, left - gone) end
            end
            return 1
            """;

    private final String prefix;
    private final List<RedisProcess> servers;

    /** Creates the time of the keys with the prefix of these settings on these servers. */
    RedisTime(RedisSettings settings, List<RedisProcess> servers) {
        this.prefix = settings.prefix();
        this.servers = servers;
    }

    void elapse(Duration duration) {
        String[] none = {};
        var millis = Long.toString(duration.toMillis());
        for (var server : servers) {
            RedisProcess.command(
                    server.port(), redis -> redis.eval(ELAPSE, ScriptOutputType.INTEGER, none, prefix, millis));
        }
    }
}
