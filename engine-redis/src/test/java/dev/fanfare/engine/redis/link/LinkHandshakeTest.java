package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The identity of a server that does not answer INFO. */
class LinkHandshakeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RedisProcess server = RedisProcess.start("--lua-time-limit", "1");
    private final RedisClient client = RedisClient.create(server.url());
    private final StatefulRedisConnection<String, byte[]> connection = client.connect(Link.CODEC);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void identity_withoutPermissionForInfo_isEmpty() throws Exception {
        assertThat(identity().replicationId()).isNotEmpty();
        server.run(redis -> redis.aclSetuser(
                "default", AclSetuserArgs.Builder.on().allCommands().removeCommand(CommandType.INFO)));

        assertThat(identity()).isEqualTo(ServerIdentity.UNKNOWN);
    }

    /** The permission is unknown then, so it must not be reported as missing. */
    @Test
    void identity_whileTheServerIsBusy_fails() throws Exception {
        try (var other = client.connect()) {
            var endless = other.async().eval("while true do end", ScriptOutputType.STATUS);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> connection.sync().ping()).hasMessageStartingWith("BUSY"));

            assertThatThrownBy(this::identity)
                    .hasCauseInstanceOf(RedisCommandExecutionException.class)
                    .hasMessageContaining("BUSY");

            connection.sync().scriptKill();
            assertThatThrownBy(() -> endless.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("killed");
        }
        assertThat(identity().replicationId()).isNotEmpty();
    }

    private ServerIdentity identity() throws Exception {
        return LinkHandshake.requirePrimary(connection)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
