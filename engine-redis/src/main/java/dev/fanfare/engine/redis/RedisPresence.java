package dev.fanfare.engine.redis;

import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.engine.redis.link.RedisScript;
import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The presence in Redis: clients by expiry, and users with their number of clients. Thread-safe.
 *
 * <p>Queries that are waiting for the same channel share one read. The clients of a channel with more than {@value
 * PresenceReader#PAGE} are kept for a second, so a result of such a channel may be that old.
 */
final class RedisPresence implements PresenceStore {
    private static final int SMALL = 128;
    private static final Duration RECENT = Duration.ofSeconds(1);

    private final Shards shards;
    private final PresenceCheck check;
    private final Map<Shard, Departures> departures = new HashMap<>();
    private final RecentResults<Map<String, ClientInfo>> recent;
    private final Function<String, CompletionStage<Map<String, ClientInfo>>> members;
    private final Function<String, CompletionStage<PresenceStats>> stats;
    /** The last expiry of an addition, which is the same for all clients of a node. */
    private volatile Duration lastExpiry = Duration.ZERO;

    RedisPresence(Shards shards, ScheduledExecutorService timer) {
        var reader = new PresenceReader(shards);
        this.shards = shards;
        this.check = new PresenceCheck(shards, timer);
        shards.all().forEach(shard -> departures.put(shard, new Departures(this::sendRemoval)));
        this.recent = new RecentResults<>(timer, RECENT);
        this.members = SharedReads.byKey(channel -> reader.members(channel).thenApply(all -> keep(channel, all)));
        this.stats = SharedReads.byKey(reader::stats);
    }

    @Override
    public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
        if (!expiry.isPositive()) {
            throw new IllegalArgumentException("an expiry must be positive, got " + expiry);
        }
        lastExpiry = expiry;
        departures(channel).returned(channel, info.client());
        return run(
                        Scripts.PRESENCE_ADD,
                        channel,
                        Replies.bytes(info.client()),
                        Replies.bytes(info.user()),
                        Replies.millis(expiry),
                        Envelope.data(info))
                .thenAccept(done -> check.added(channel, info.client()));
    }

    @Override
    public CompletionStage<Void> remove(String channel, String client) {
        departures(channel).left(channel, client, lastExpiry);
        check.removed(channel, client);
        // The reply to an earlier addition can arrive before this reply.
        return sendRemoval(channel, client).whenComplete((done, failure) -> check.removed(channel, client));
    }

    @Override
    public CompletionStage<Map<String, ClientInfo>> members(String channel) {
        var known = recent.get(channel);
        return known == null ? members.apply(channel) : CompletableFuture.completedStage(known);
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        return stats.apply(channel);
    }

    @Override
    public void onEntriesLost(Consumer<Predicate<String>> listener) {
        departures.forEach((shard, left) -> shard.onPresenceDoubtful(() -> {
            left.repeat();
            listener.accept(channel -> shards.of(channel) == shard);
        }));
        check.start(listener);
    }

    private Departures departures(String channel) {
        return Objects.requireNonNull(departures.get(shards.of(channel)));
    }

    private CompletionStage<Void> sendRemoval(String channel, String client) {
        return run(Scripts.PRESENCE_REMOVE, channel, Replies.bytes(client)).thenAccept(done -> {});
    }

    private Map<String, ClientInfo> keep(String channel, Map<String, ClientInfo> all) {
        if (all.size() > PresenceReader.PAGE) {
            recent.keep(channel, all);
        }
        return all;
    }

    private CompletionStage<List<Object>> run(RedisScript script, String channel, byte[]... arguments) {
        var shard = shards.of(channel);
        return shard.link()
                .submit(SMALL, connection -> script.run(connection, shard.keys().presence(channel), arguments));
    }
}
