package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The address of the current primary of one slot of a Redis Cluster. Confined to the link's loop. Each attempt queries
 * another server of the cluster.
 */
public final class SlotAddress implements LinkAddress {
    private static final int FIRST_PRIMARY = 2;

    private final String name;
    private final List<String> seeds;
    private final int slot;
    private int next;

    /**
     * Creates an address.
     *
     * @param seeds URLs of some servers of the cluster
     */
    public SlotAddress(String name, List<String> seeds, int slot) {
        this.name = name;
        this.seeds = List.copyOf(seeds);
        this.slot = slot;
        seeds.forEach(ServerAddress::uri);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PubSub pubSub() {
        return PubSub.SHARDED;
    }

    @Override
    public CompletionStage<RedisURI> resolve(LinkLoop loop) {
        var seed = loop.patient(RedisURI.create(seeds.get(next++ % seeds.size())));
        return loop.client()
                .connectAsync(StringCodec.UTF8, seed)
                .thenCompose(
                        connection -> ask(connection, seed).whenComplete((uri, failure) -> connection.closeAsync()));
    }

    private CompletionStage<RedisURI> ask(StatefulRedisConnection<String, String> connection, RedisURI seed) {
        return connection
                .async()
                .clusterSlots()
                .thenApply(ranges -> ranges.stream()
                        .flatMap(range -> primary(range, seed).stream())
                        .findFirst()
                        .orElseThrow(() -> new EngineException("no server owns slot " + slot + " of " + name)));
    }

    /**
     * Returns the primary of a range if it contains the slot. A range has the first and last slot, followed by servers
     * with host and port, the primary first.
     */
    private Optional<RedisURI> primary(Object range, RedisURI seed) {
        return range instanceof List<?> parts
                        && parts.get(0) instanceof Long first
                        && parts.get(1) instanceof Long last
                        && first <= slot
                        && slot <= last
                        && parts.get(FIRST_PRIMARY) instanceof List<?> server
                        && server.get(1) instanceof Long port
                ? Optional.of(at(seed, host(server.get(0)), port.intValue()))
                : Optional.empty();
    }

    /** An empty host denotes the server that sent the reply. */
    private static RedisURI at(RedisURI seed, String host, int port) {
        return RedisURI.builder(seed)
                .withHost(host.isEmpty() ? seed.getHost() : host)
                .withPort(port)
                .build();
    }

    private static String host(@Nullable Object host) {
        if (host == null) {
            return "";
        }
        return host instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : host.toString();
    }
}
