package dev.fanfare.engine.redis;

import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.engine.redis.link.RedisScript;
import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The presence in Redis: clients by expiry, and users with their number of clients. Thread-safe. */
final class RedisPresence implements PresenceStore {
    private static final int SMALL = 128;

    private final Shards shards;
    private final SharedReads<Map<String, ClientInfo>> members;
    private final SharedReads<PresenceStats> stats;

    RedisPresence(Shards shards) {
        this.shards = shards;
        this.members = new SharedReads<>(this::readMembers);
        this.stats = new SharedReads<>(this::readStats);
    }

    @Override
    public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
        if (!expiry.isPositive()) {
            throw new IllegalArgumentException("an expiry must be positive, got " + expiry);
        }
        return run(
                        Scripts.PRESENCE_ADD,
                        channel,
                        Replies.bytes(info.client()),
                        Replies.bytes(info.user()),
                        Replies.millis(expiry),
                        Envelope.data(info))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> remove(String channel, String client) {
        return run(Scripts.PRESENCE_REMOVE, channel, Replies.bytes(client)).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Map<String, ClientInfo>> members(String channel) {
        return members.read(channel);
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        return stats.read(channel);
    }

    private CompletionStage<Map<String, ClientInfo>> readMembers(String channel) {
        return read(Scripts.PRESENCE_MEMBERS, channel).thenApply(RedisPresence::members);
    }

    private CompletionStage<PresenceStats> readStats(String channel) {
        return read(Scripts.PRESENCE_STATS, channel)
                .thenApply(answer -> new PresenceStats(
                        Math.toIntExact(Replies.number(answer, 0)), Math.toIntExact(Replies.number(answer, 1))));
    }

    /** Repeats the script until all expired clients are removed, because each run removes a limited number. */
    private CompletionStage<List<Object>> read(RedisScript script, String channel) {
        return run(script, channel)
                .thenCompose(
                        answer -> answer.isEmpty() ? read(script, channel) : CompletableFuture.completedStage(answer));
    }

    private CompletionStage<List<Object>> run(RedisScript script, String channel, byte[]... arguments) {
        var shard = shards.of(channel);
        var keys = shard.keys();
        String[] touched = {keys.clients(channel), keys.userOf(channel), keys.users(channel), keys.clientData(channel)};
        return shard.link().ask(SMALL, connection -> script.run(connection, touched, arguments));
    }

    private static Map<String, ClientInfo> members(List<Object> answer) {
        var users = Replies.list(answer, 0);
        var data = new HashMap<String, byte[]>();
        var infos = Replies.list(answer, 1);
        for (int i = 0; i < infos.size(); i += 2) {
            data.put(Replies.text(infos, i), Replies.raw(infos, i + 1));
        }
        var members = HashMap.<String, ClientInfo>newHashMap(users.size() / 2);
        for (int i = 0; i < users.size(); i += 2) {
            var client = Replies.text(users, i);
            members.put(client, Envelope.data(client, Replies.text(users, i + 1), data.get(client)));
        }
        return Collections.unmodifiableMap(members);
    }
}
