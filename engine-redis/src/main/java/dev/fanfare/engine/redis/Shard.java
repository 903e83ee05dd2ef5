package dev.fanfare.engine.redis;

import dev.fanfare.core.port.EpochSource;
import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.engine.redis.link.Batches;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.LinkListener;
import dev.fanfare.engine.redis.link.LinkLoop;
import dev.fanfare.engine.redis.link.ServerIdentity;
import dev.fanfare.model.channel.PublishResult;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server with its share of the channels, and the positions that this node has seen of their histories. Thread-safe,
 * except for the positions, which are confined to the link's loop.
 */
final class Shard implements LinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

    private final Keys keys;
    private final PositionComparison comparison;
    private final Link link;
    private final HeavyReads heavyReads = new HeavyReads();
    private final EpochGuard guard;
    private final HistoryReader historyReader;
    private final Batches<Outgoing, PublishResult> publications;
    private final SettingsCheck settingsCheck;
    private final Consumer<LinkState> states;
    private volatile BooleanSupplier olderNodes = () -> true;
    private volatile Runnable interrupted = () -> {};
    private volatile Runnable presenceDoubtful = () -> {};

    Shard(
            ShardLocation location,
            String node,
            LinkLoop loop,
            RedisSettings settings,
            EpochSource epochs,
            SettingsCheck settingsCheck,
            Consumer<LinkState> states) {
        this.keys = location.keys();
        var seen = new SeenPositions(settings.maxSeenPositions());
        this.comparison = new PositionComparison(keys, epochs, seen);
        this.settingsCheck = settingsCheck;
        this.states = states;
        this.link = new Link(location.address(), keys.probe(node), loop, settings.link(), Scripts.ALL, this);
        this.guard = new EpochGuard(link, seen, comparison);
        this.historyReader = new HistoryReader(link, keys, guard, heavyReads);
        this.publications = link.batches(new Publishing(
                keys, link.pubSub(), guard, epochs, () -> olderNodes.getAsBoolean(), settings.idempotencyWindow()));
    }

    Link link() {
        return link;
    }

    Keys keys() {
        return keys;
    }

    /** Sends a publication or another message, joined with others that wait for this server. */
    CompletionStage<PublishResult> publish(Outgoing publication) {
        return publications.submit(publication.data().length, publication);
    }

    EpochGuard guard() {
        return guard;
    }

    HeavyReads heavyReads() {
        return heavyReads;
    }

    HistoryReader historyReader() {
        return historyReader;
    }

    /** Sets the source that returns true while the cluster has nodes of older versions. */
    void detectOlderNodes(BooleanSupplier source) {
        olderNodes = source;
    }

    /** Sets the listener for interruptions of this shard. */
    void onInterrupted(Runnable listener) {
        interrupted = listener;
    }

    /** Sets the listener for events after which the presence in Redis may be wrong. */
    void onPresenceDoubtful(Runnable listener) {
        presenceDoubtful = listener;
    }

    /** Starts a new epoch for histories that have lost their latest publications. */
    @Override
    public CompletionStage<Void> onConnected(
            StatefulRedisConnection<String, byte[]> connection, ServerIdentity server, Runnable progress) {
        return comparison.run(connection, server, progress).thenAccept(lost -> {
            if (lost > 0) {
                LOG.warn(
                        "history-lost server={} channels={}: the latest publications are missing in Redis; their clients"
                                + " are notified",
                        link.state().server(),
                        lost);
            }
        });
    }

    @Override
    public void onServerChanged() {
        settingsCheck.check(link);
        presenceDoubtful.run();
    }

    @Override
    public void onInterrupted() {
        interrupted.run();
        presenceDoubtful.run();
    }

    @Override
    public void onState(LinkState state) {
        if (state.ready()) {
            settingsCheck.check(link);
        }
        states.accept(state);
    }
}
