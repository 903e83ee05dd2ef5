package dev.fanfare.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.push.PlainRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests to one node, for clients that are connected to another node on the same Redis. */
class ServerApiOverRedisTest extends ServerApiContract {
    private static final PlainRedis REDIS = new PlainRedis();

    ServerApiOverRedisTest() {
        super(access -> ApiServer.ofTwoNodes(REDIS.url(), access));
    }

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @Test
    void history_earlierEpoch_isReadUpToItsEnd() {
        var epoch = epoch(server().call("publish", "{\"channel\":\"kept\",\"data\":1}"));
        REDIS.failOver();
        server().call("publish", "{\"channel\":\"kept\",\"data\":2}");

        assertThat(server().call("history", since(1, epoch)))
                .contains("[{\"data\":2,\"offset\":2}]", "\"offset\":2}}")
                .doesNotContain(epoch);
        assertThat(server().call("history", since(2, epoch))).contains("\"code\":112");
    }
}
