package dev.fanfare.engine.redis;

import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.engine.redis.link.MessageFaults;
import dev.fanfare.engine.redis.link.RedisScript;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the presence of channels. Thread-safe.
 *
 * <p>A channel with more than {@value #PAGE} clients is read in pages, so that no single call blocks the server for long.
 * Such a result contains every client that is present during the whole read, and may contain others.
 */
final class PresenceReader {
    /** Maximum number of clients that one call returns. */
    static final int PAGE = 500;

    private static final int SMALL = 128;
    /** Estimated size of a client in a reply and in the result. */
    private static final int CLIENT_BYTES = 200;

    private static final byte[] LIMIT = Replies.bytes(PAGE);

    private final Shards shards;
    private final MessageFaults faults = new MessageFaults();

    PresenceReader(Shards shards) {
        this.shards = shards;
    }

    CompletionStage<Map<String, ClientInfo>> members(String channel) {
        return read(Scripts.PRESENCE_MEMBERS, channel, LIMIT)
                .thenCompose(answer -> answer.size() == 1
                        ? pages(channel, Replies.number(answer, 0))
                        : CompletableFuture.completedStage(
                                members(channel, values(Replies.list(answer, 0)), values(Replies.list(answer, 1)))));
    }

    CompletionStage<PresenceStats> stats(String channel) {
        return read(Scripts.PRESENCE_STATS, channel)
                .thenApply(answer -> new PresenceStats(
                        Math.toIntExact(Replies.number(answer, 0)), Math.toIntExact(Replies.number(answer, 1))));
    }

    /** Repeats the script until all expired clients are removed, because each run removes a limited number. */
    private CompletionStage<List<Object>> read(RedisScript script, String channel, byte[]... arguments) {
        var shard = shards.of(channel);
        return shard.link()
                .submit(SMALL, connection -> script.run(connection, shard.keys().presence(channel), arguments))
                .thenCompose(answer ->
                        answer.isEmpty() ? read(script, channel, arguments) : CompletableFuture.completedStage(answer));
    }

    /** Reads the data after the users, so that it is present for every client that was not removed in the meantime. */
    private CompletionStage<Map<String, ClientInfo>> pages(String channel, long clients) {
        var shard = shards.of(channel);
        var users = HashMap.<String, byte[]>newHashMap(Math.toIntExact(clients));
        var data = new HashMap<String, byte[]>();
        return shard.heavyReads()
                .run(
                        clients * CLIENT_BYTES,
                        () -> scan(shard, shard.keys().userOf(channel), ScanCursor.INITIAL, users)
                                .thenCompose(done ->
                                        scan(shard, shard.keys().clientData(channel), ScanCursor.INITIAL, data)))
                .thenApply(done -> members(channel, users, data));
    }

    private static CompletionStage<Void> scan(Shard shard, String key, ScanCursor from, Map<String, byte[]> found) {
        return shard.link()
                .submit(SMALL, connection -> connection.async().hscan(key, from, ScanArgs.Builder.limit(PAGE)))
                .thenCompose(page -> {
                    found.putAll(page.getMap());
                    return page.isFinished()
                            ? CompletableFuture.completedStage(null)
                            : scan(shard, key, ScanCursor.of(page.getCursor()), found);
                });
    }

    /** Converts alternating fields and values of a hash. */
    private static Map<String, byte[]> values(List<Object> answer) {
        var values = HashMap.<String, byte[]>newHashMap(answer.size() / 2);
        for (int i = 0; i < answer.size(); i += 2) {
            values.put(Replies.text(answer, i), Replies.raw(answer, i + 1));
        }
        return values;
    }

    private Map<String, ClientInfo> members(String channel, Map<String, byte[]> users, Map<String, byte[]> data) {
        var members = HashMap.<String, ClientInfo>newHashMap(users.size());
        try {
            users.forEach(
                    (client, user) -> members.put(client, Envelope.data(client, Replies.text(user), data.get(client))));
        } catch (EngineException unreadable) {
            faults.report("presence of " + channel, unreadable);
            throw unreadable;
        }
        return Collections.unmodifiableMap(members);
    }
}
