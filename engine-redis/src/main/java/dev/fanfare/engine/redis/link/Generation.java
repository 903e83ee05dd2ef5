package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A connection for commands and one for messages, which are opened and closed together. Confined to the link's loop.
 * After its end, it delivers nothing, so that late messages do not mix with those of the next generation.
 */
final class Generation extends RedisPubSubAdapter<String, byte[]> {
    /** Maximum size of the messages that arrive between subscribing and delivery. */
    private static final long MAX_HELD_BYTES = 64L << 20;
    /** Estimated memory of a retained message in addition to its bytes. */
    private static final int OVERHEAD_BYTES = 128;

    /** Receives the events of a generation. */
    interface Owner {
        void onSubscribed(String channel);

        /** The server has stopped sending messages of the channel. */
        void onUnsubscribed(Generation generation, String channel);

        void onMessage(String channel, byte[] message);

        /** Receives a message of a channel that matches the pattern. */
        void onMessage(String pattern, String channel, byte[] message);

        /** Receives a message of this node to itself. */
        void onProbe(byte[] message);

        /** The generation is broken; called at most once. */
        void onBroken(Generation generation, String reason);
    }

    private final LinkLoop loop;
    private final String probeChannel;
    private final Owner owner;
    private final List<StatefulConnection<String, byte[]>> opened = new ArrayList<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private @Nullable StatefulRedisConnection<String, byte[]> commands;
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> messages;
    private long heldBytes;
    private boolean live;
    private boolean over;

    Generation(LinkLoop loop, String probeChannel, Owner owner) {
        this.loop = loop;
        this.probeChannel = probeChannel;
        this.owner = owner;
    }

    /** Opens both connections; completes on the loop. A connection that opens after the end is closed. */
    CompletionStage<Void> open(RedisURI uri) {
        var first = loop.client()
                .connectAsync(Link.CODEC, uri)
                .toCompletableFuture()
                .thenAcceptAsync(connection -> commands = opened(connection), loop.executor());
        var second = loop.client()
                .connectPubSubAsync(Link.CODEC, uri)
                .toCompletableFuture()
                .thenAcceptAsync(connection -> messages = opened(connection), loop.executor());
        return CompletableFuture.allOf(first, second)
                .thenRunAsync(
                        () -> {
                            messages().addListener(this);
                            commands().setAutoFlushCommands(false);
                        },
                        loop.executor());
    }

    StatefulRedisConnection<String, byte[]> commands() {
        return Objects.requireNonNull(commands);
    }

    StatefulRedisPubSubConnection<String, byte[]> messages() {
        return Objects.requireNonNull(messages);
    }

    boolean isOver() {
        return over;
    }

    boolean isLive() {
        return live;
    }

    /** Delivers the retained messages, and from now on every message at once. */
    void goLive() {
        live = true;
        for (var next = held.poll(); next != null; next = held.poll()) {
            next.run();
        }
    }

    /** Closes both connections; anything they still receive is ignored. */
    void end() {
        over = true;
        held.clear();
        opened.stream().filter(StatefulConnection::isOpen).forEach(StatefulConnection::closeAsync);
    }

    @Override
    public void subscribed(String channel, long count) {
        if (!over) {
            owner.onSubscribed(channel);
        }
    }

    @Override
    public void ssubscribed(String channel, long count) {
        subscribed(channel, count);
    }

    /** A pattern is confirmed like a channel; {@link Subscriptions#ofPattern} separates the two kinds of names. */
    @Override
    public void psubscribed(String pattern, long count) {
        subscribed(Subscriptions.ofPattern(pattern), count);
    }

    @Override
    public void message(String pattern, String channel, byte[] message) {
        if (over) {
            return;
        }
        if (live) {
            owner.onMessage(pattern, channel, message);
        } else {
            hold(message.length, () -> owner.onMessage(pattern, channel, message));
        }
    }

    /** Migrating a slot to another server ends its subscriptions. */
    @Override
    public void sunsubscribed(String channel, long count) {
        if (!over) {
            owner.onUnsubscribed(this, channel);
        }
    }

    @Override
    public void smessage(String channel, byte[] message) {
        message(channel, message);
    }

    @Override
    public void message(String channel, byte[] message) {
        if (over) {
            return;
        }
        if (channel.equals(probeChannel)) {
            owner.onProbe(message);
        } else if (live) {
            owner.onMessage(channel, message);
        } else {
            hold(message.length, () -> owner.onMessage(channel, message));
        }
    }

    private void hold(int bytes, Runnable handOver) {
        held.add(handOver);
        heldBytes += bytes + OVERHEAD_BYTES;
        if (heldBytes > MAX_HELD_BYTES) {
            owner.onBroken(this, "more than " + MAX_HELD_BYTES + " bytes arrived before delivery could start");
        }
    }

    private <C extends StatefulConnection<String, byte[]>> C opened(C connection) {
        opened.add(connection);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
                loop.executor().execute(() -> broken("the connection was closed"));
            }
        });
        if (over) {
            connection.closeAsync();
        } else if (!connection.isOpen()) {
            broken("the connection was closed");
        }
        return connection;
    }

    private void broken(String reason) {
        if (!over) {
            owner.onBroken(this, reason);
        }
    }
}
