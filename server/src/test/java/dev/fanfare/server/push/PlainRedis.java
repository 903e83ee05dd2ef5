package dev.fanfare.server.push;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.embedded.RedisServer;

/** A Redis of a test, and plain clients of it. Confined to the test's thread. */
public final class PlainRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final int port = freePort();
    private final RedisClient client = RedisClient.create(url());
    private RedisServer server = started();
    private StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC);

    /** Where it is. */
    public String url() {
        return "redis://127.0.0.1:" + port;
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
        var arguments = new CommandArgs<>(CODEC).add("CHANGE-REPL-ID");
        connection.sync().dispatch(CommandType.DEBUG, new StatusOutput<>(CODEC), arguments);
    }

    /** Waits until the channel has this number of subscribers. */
    void awaitSubscribers(String channel, int count) {
        await().atMost(PATIENCE)
                .until(() -> connection.sync().pubsubNumsub(channel).equals(Map.of(channel, (long) count)));
    }

    void stop() {
        connection.close();
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void start() {
        server = started();
        connection = client.connect(CODEC);
    }

    @Override
    public void close() {
        client.shutdown();
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private RedisServer started() {
        try {
            var made = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .build();
            made.start();
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
