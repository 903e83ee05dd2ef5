package dev.fanfare.server.api;

import dev.fanfare.server.push.PlainRedis;
import org.junit.jupiter.api.AfterAll;

/** What is asked of one node of a Redis, for clients that are connected to another. */
class ServerApiOverRedisTest extends ServerApiContract {
    private static final PlainRedis REDIS = new PlainRedis();

    ServerApiOverRedisTest() {
        super(access -> ApiServer.ofTwoNodes(REDIS.url(), access));
    }

    @AfterAll
    static void stop() {
        REDIS.close();
    }
}
