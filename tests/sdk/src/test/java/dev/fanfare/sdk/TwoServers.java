package dev.fanfare.sdk;

import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.app.SocketServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Two push servers that share a Redis server. Confined to the thread of the test. */
final class TwoServers implements AutoCloseable {
    static final String API_KEY = "api-key";
    /** A public channel with recovery. */
    static final String CHANNEL = "kept:numbers";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RedisProcess redis = RedisProcess.start();
    private final PushServer first;
    private final PushServer second;
    private final URI firstAddress;
    private final URI secondAddress;

    /** Starts the servers with this drain duration and waits until they are ready. */
    TwoServers(Duration drain) {
        var config = ServerConfig.LOADER.load(yaml(redis.url(), drain), Map.of(), Map.of());
        first = PushServer.create(config);
        second = PushServer.create(config);
        firstAddress = URI.create("http://127.0.0.1:" + first.listen().getPort());
        secondAddress = URI.create("http://127.0.0.1:" + second.listen().getPort());
        await().atMost(PATIENCE).until(() -> isReady(firstAddress) && isReady(secondAddress));
    }

    private static String yaml(String redis, Duration drain) {
        return """
            http-server:
              address: 127.0.0.1
              port: 0
            http-api:
              key: %s
            engine:
              type: redis
              redis:
                address: ["%s"]
            client:
              allow-anonymous-connect-without-token: true
              recovery-max-publication-limit: 1000
            shutdown:
              drain-duration: %dms
            channel:
              namespaces:
                - name: kept
                  allow-subscribe-for-client: true
                  allow-subscribe-for-anonymous: true
                  presence: true
                  allow-presence-for-subscriber: true
                  allow-presence-for-anonymous: true
                  history-size: 1000
                  history-ttl: 5m
                  force-recovery: true
            """.formatted(API_KEY, redis, drain.toMillis());
    }

    private static boolean isReady(URI server) {
        var address = new InetSocketAddress(server.getHost(), server.getPort());
        return new SocketServer(address).get("/ready").status() == 200;
    }

    /** The server to drain. */
    PushServer first() {
        return first;
    }

    URI firstAddress() {
        return firstAddress;
    }

    URI secondAddress() {
        return secondAddress;
    }

    @Override
    public void close() {
        first.close();
        second.close();
        redis.close();
    }
}
