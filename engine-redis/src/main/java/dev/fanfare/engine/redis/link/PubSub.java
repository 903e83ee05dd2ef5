package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** The kind of Pub/Sub in use. */
public enum PubSub {
    /** Delivers to all servers of a cluster. */
    CLASSIC(CommandType.PUBLISH) {
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
    /** Delivers only to the servers of the channel's slot; requires Redis 7. */
    SHARDED(CommandType.SPUBLISH) {
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

    private final CommandType command;

    PubSub(CommandType command) {
        this.command = command;
    }

    /** Returns the command with which a script publishes. */
    public String command() {
        return command.name();
    }

    CommandType publishCommand() {
        return command;
    }

    /** Publishes a message. Called on the link's loop, which flushes. */
    public abstract RedisFuture<Long> publish(
            StatefulRedisConnection<String, byte[]> connection, String channel, byte[] message);

    abstract RedisFuture<Void> subscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels);

    abstract void unsubscribe(StatefulRedisPubSubConnection<String, byte[]> connection, String[] channels);
}
