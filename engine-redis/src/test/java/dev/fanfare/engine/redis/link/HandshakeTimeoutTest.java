package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakeTimeoutTest {
    private final HandshakeTimeout timeout = new HandshakeTimeout(Duration.ofSeconds(3));

    @Test
    void getTimeout_handshake_isLimited() {
        assertThat(of(CommandType.HELLO)).isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(of(CommandType.CLUSTER)).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void getTimeout_calls_haveNone() {
        assertThat(of(CommandType.EVALSHA)).isZero();
        assertThat(of(CommandType.XRANGE)).isZero();
        assertThat(of(CommandType.EXEC)).isZero();
    }

    private long of(CommandType type) {
        return timeout.getTimeout(new Command<>(type, new StatusOutput<>(Link.CODEC)));
    }
}
