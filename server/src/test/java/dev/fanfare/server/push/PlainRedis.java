package dev.fanfare.server.push;

import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A Redis of a test, and plain clients of it. Confined to the test's thread. */
public final class PlainRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisProcess server = RedisProcess.start();
    private final RedisClient client = RedisClient.create(server.url());
    private StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC);

    /** Where it is. */
    public String url() {
        return server.url();
    }

    void publish(String channel, String message) {
        publish(channel, message.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String channel, byte[] message) {
        connection.sync().publish(channel, message);
    }

    /** What is published there from now on. */
    Queue<String> subscribe(String channel) {
        var seen = new ConcurrentLinkedQueue<String>();
        var subscriber = client.connectPubSub();
        subscriber.addListener(new RedisPubSubAdapter<String, String>() {
            @Override
            public void message(String from, String message) {
                seen.add(message);
            }
        });
        subscriber.sync().subscribe(channel);
        return seen;
    }

    /** Changes the replication id, as a failover does. */
    public void failOver() {
        server.failOver();
    }

    /** Waits until the channel has this number of subscribers. */
    void awaitSubscribers(String channel, int count) {
        await().atMost(PATIENCE)
                .until(() -> connection.sync().pubsubNumsub(channel).equals(Map.of(channel, (long) count)));
    }

    void stop() {
        connection.close();
        server.kill();
    }

    void start() {
        server.restart();
        connection = client.connect(CODEC);
    }

    @Override
    public void close() {
        client.shutdown();
        server.close();
    }
}
