package dev.fanfare.engine.redis.link;

import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Limits the time for the first commands on a connection. Immutable. Other commands have no timer, because {@link
 * LivenessCheck} detects that a server does not answer.
 */
final class HandshakeTimeout extends TimeoutSource {
    private static final long NONE = 0;
    private static final Set<ProtocolKeyword> LIMITED = Set.of(
            CommandType.HELLO,
            CommandType.AUTH,
            CommandType.SELECT,
            CommandType.CLIENT,
            CommandType.PING,
            CommandType.CLUSTER,
            CommandType.SENTINEL);

    private final long nanos;

    HandshakeTimeout(Duration timeout) {
        this.nanos = timeout.toNanos();
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
        return LIMITED.contains(command.getType()) ? nanos : NONE;
    }

    @Override
    public TimeUnit getTimeUnit() {
        return TimeUnit.NANOSECONDS;
    }
}
