package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Occupancy;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The occupancy of the channels of all servers. Thread-safe. Has no cost before the start. */
final class RedisOccupancy implements Occupancy {
    private final String self;
    private final Shards shards;
    private final RedisSettings settings;
    private final ScheduledExecutorService loop;
    private final AtomicReference<@Nullable Map<Shard, OccupancyShard>> parts = new AtomicReference<>();

    RedisOccupancy(String self, Shards shards, RedisSettings settings, ScheduledExecutorService loop) {
        this.self = self;
        this.shards = shards;
        this.settings = settings;
        this.loop = loop;
    }

    @Override
    public void start(Duration debounce, OccupancyListener listener) {
        var all = new IdentityHashMap<Shard, OccupancyShard>();
        shards.all()
                .forEach(shard -> all.put(shard, new OccupancyShard(self, shard, settings, loop, debounce, listener)));
        if (!parts.compareAndSet(null, all)) {
            throw new IllegalStateException("a listener is already registered");
        }
        all.values().forEach(OccupancyShard::start);
    }

    @Override
    public void enter(String channel) {
        of(channel).enter(channel);
    }

    @Override
    public void leave(String channel) {
        of(channel).leave(channel);
    }

    void close() {
        var all = parts.get();
        if (all != null) {
            all.values().forEach(OccupancyShard::close);
        }
    }

    private OccupancyShard of(String channel) {
        var all = parts.get();
        var part = all == null ? null : all.get(shards.of(channel));
        if (part == null) {
            throw new IllegalStateException("the occupancy is not started");
        }
        return part;
    }
}
