package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.SeenPositions.Seen;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.LinkListener;
import dev.fanfare.engine.redis.link.LinkLoop;
import dev.fanfare.engine.redis.link.LinkState;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server with its share of the channels, and what this node has seen of their histories. Thread-safe, but for the
 * seen positions, which are confined to the link's loop.
 */
final class Shard implements LinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final int COMPARED_AT_ONCE = 1000;

    private final Keys keys;
    private final RedisEpochs epochs;
    private final SeenPositions seen;
    private final Link link;
    private final Consumer<LinkState> states;
    private volatile Runnable interrupted = () -> {};

    Shard(
            ShardLocation place,
            String node,
            LinkLoop loop,
            RedisSettings settings,
            RedisEpochs epochs,
            Consumer<LinkState> states) {
        this.keys = place.keys();
        this.epochs = epochs;
        this.seen = new SeenPositions(settings.maxSeenPositions());
        this.states = states;
        this.link = new Link(place.address(), keys.probe(node), loop, settings.link(), Scripts.ALL, this);
    }

    Link link() {
        return link;
    }

    Keys keys() {
        return keys;
    }

    SeenPositions seen() {
        return seen;
    }

    /** Names who is to be told that something of this shard may be missing. */
    void onInterrupted(Runnable listener) {
        interrupted = listener;
    }

    /** Makes histories begin a new epoch that have lost what was seen of them. */
    @Override
    public CompletionStage<Void> onConnected(StatefulRedisConnection<String, byte[]> connection) {
        return compare(connection, seen.all(), 0);
    }

    @Override
    public void onInterrupted() {
        interrupted.run();
    }

    @Override
    public void onState(LinkState state) {
        states.accept(state);
    }

    private CompletionStage<Void> compare(
            StatefulRedisConnection<String, byte[]> connection, List<Seen> all, int from) {
        int to = Math.min(all.size(), from + COMPARED_AT_ONCE);
        if (from == to) {
            return CompletableFuture.completedStage(null);
        }
        var some = all.subList(from, to).stream()
                .map(each -> compare(connection, each).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        connection.flushCommands();
        return CompletableFuture.allOf(some).thenCompose(done -> compare(connection, all, to));
    }

    private CompletionStage<Void> compare(StatefulRedisConnection<String, byte[]> connection, Seen position) {
        var channel = position.channel();
        String[] touched = {keys.meta(channel), keys.stream(channel)};
        return Scripts.REQUIRE_TOP
                .run(
                        connection,
                        touched,
                        Replies.bytes(position.epoch()),
                        Replies.bytes(position.offset()),
                        epochs.next())
                .thenAccept(answer -> {
                    if (Replies.number(answer, 0) == 1) {
                        LOG.warn("The history of {} has lost its end: it begins a new epoch", channel);
                        seen.forget(position);
                    }
                });
    }
}
