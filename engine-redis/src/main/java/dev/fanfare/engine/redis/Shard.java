package dev.fanfare.engine.redis;

import dev.fanfare.core.port.EpochSource;
import dev.fanfare.engine.redis.SeenPositions.Seen;
import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.LinkListener;
import dev.fanfare.engine.redis.link.LinkLoop;
import dev.fanfare.model.monitoring.LogText;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server with its share of the channels, and the positions that this node has seen of their histories. Thread-safe,
 * except for the positions, which are confined to the link's loop.
 */
final class Shard implements LinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final int COMPARED_AT_ONCE = 1000;

    private final Keys keys;
    private final EpochSource epochs;
    private final SeenPositions seen;
    private final Link link;
    private final Consumer<LinkState> states;
    private volatile Runnable interrupted = () -> {};

    Shard(
            ShardLocation location,
            String node,
            LinkLoop loop,
            RedisSettings settings,
            EpochSource epochs,
            Consumer<LinkState> states) {
        this.keys = location.keys();
        this.epochs = epochs;
        this.seen = new SeenPositions(settings.maxSeenPositions());
        this.states = states;
        this.link = new Link(location.address(), keys.probe(node), loop, settings.link(), Scripts.ALL, this);
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

    /** Sets the listener for interruptions of this shard. */
    void onInterrupted(Runnable listener) {
        interrupted = listener;
    }

    /** Starts a new epoch for histories that have lost their latest publications. */
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
                        Replies.bytes(epochs.next()))
                .thenAccept(answer -> {
                    if (Replies.number(answer, 0) == 1) {
                        LOG.warn(
                                "the history of {} has lost its latest publications; starting a new epoch",
                                LogText.of(channel));
                        seen.forget(position);
                    }
                });
    }
}
