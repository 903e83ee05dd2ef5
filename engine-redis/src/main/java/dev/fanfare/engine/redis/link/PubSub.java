package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** Which of Redis' two kinds of Pub/Sub is used. */
public enum PubSub {
    /** To all servers of a cluster, if there is one. */
    CLASSIC("PUBLISH") {
        @Override
        public RedisFuture<Long> publish(
                StatefulRedisConnection<String, byte[]> connection, String channel, byte[] message) {
            return connection.async().publish(channel, message);
        }

        @Override
        RedisFuture<Void> subscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels) {
            return connection.async().subscribe(channels);
        }

        @Override
        void unsubscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels) {
            connection.async().unsubscribe(channels);
        }
    },
    /** To the servers of the channel's slot only; from Redis 7 on. */
    SHARDED("SPUBLISH") {
        @Override
        public RedisFuture<Long> publish(
                StatefulRedisConnection<String, byte[]> connection, String channel, byte[] message) {
            return connection.async().spublish(channel, message);
        }

        @Override
        RedisFuture<Void> subscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels) {
            return connection.async().ssubscribe(channels);
        }

        @Override
        void unsubscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels) {
            connection.async().sunsubscribe(channels);
        }
    };

    private final String command;

    PubSub(String command) {
        this.command = command;
    }

    /** The command with which a script publishes. */
    public String command() {
        return command;
    }

    /** Publishes; called on the link's loop, which flushes. */
    public abstract RedisFuture<Long> publish(
            StatefulRedisConnection<String, byte[]> connection, String channel, byte[] message);

    abstract RedisFuture<Void> subscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels);

    abstract void unsubscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels);
}
