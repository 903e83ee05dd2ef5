package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.EpochSource;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.Occupancy;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.LinkLoop;
import dev.fanfare.model.channel.EngineException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine for many nodes on one Redis server, or on several servers that share the channels. Thread-safe.
 *
 * <p>The engine connects in the background and reconnects automatically. Calls wait for the first attempt to connect.
 * Later, calls fail at once while a server is unreachable. Every call ends within the command timeout after the last
 * reply of the server. A subscribe ends at the latest when the engine detects that the server is silent.
 */
public final class RedisEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(RedisEngine.class);

    private final LinkLoop loop;
    private final Shards shards;
    private final RedisBroker broker;
    private final RedisPresence presence;
    private final RedisCluster cluster;
    private final RedisOccupancy occupancy;
    private final List<Consumer<RedisHealth>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Creates an engine and starts connecting. */
    public RedisEngine(RedisSettings settings) {
        var self = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
        var epochs = new EpochSource(self);
        var settingsCheck = new SettingsCheck();
        loop = new LinkLoop(settings.link());
        shards = new Shards(settings.locations().stream()
                .map(location -> new Shard(location, self, loop, settings, epochs, settingsCheck, this::onState))
                .toList());
        cluster = new RedisCluster(self, shards.first(), settings, loop.executor());
        shards.all().forEach(shard -> shard.detectOlderNodes(cluster::hasOlderNodes));
        broker = new RedisBroker(shards, epochs);
        presence = new RedisPresence(shards, loop.executor());
        occupancy = new RedisOccupancy(self, shards, settings, loop.executor());
        shards.all().forEach(shard -> shard.link().start());
    }

    @Override
    public String description() {
        return "redis";
    }

    @Override
    public HistoryBroker broker() {
        return broker;
    }

    @Override
    public PresenceStore presence() {
        return presence;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Occupancy occupancy() {
        return occupancy;
    }

    /** Returns the current state of the servers. */
    public RedisHealth health() {
        return new RedisHealth(
                shards.all().stream().map(shard -> shard.link().state()).toList());
    }

    /** Returns true if every server answers commands and delivers through Pub/Sub. */
    @Override
    public boolean isReady() {
        return health().isReady();
    }

    /** Completes when all servers are ready for the first time. Fails if the engine is closed first. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** Registers a listener for changes of health, called on the loop of the connections. It must return promptly. */
    public void onHealth(Consumer<RedisHealth> listener) {
        listeners.add(listener);
    }

    /** Starts closing the connections and fails pending calls; does not wait for the end. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ready.completeExceptionally(new EngineException("the Redis engine was closed before it became ready"));
        occupancy.close();
        broker.close();
        cluster.close();
        CompletableFuture.allOf(shards.all().stream()
                        .map(Shard::link)
                        .map(Link::close)
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, failure) -> loop.shutdown());
    }

    private void onState(LinkState changed) {
        var health = health();
        if (health.isReady()) {
            ready.complete(null);
        }
        for (var listener : listeners) {
            try {
                listener.accept(health);
            } catch (RuntimeException bug) {
                LOG.warn("a health listener failed on {}", changed, bug);
            }
        }
    }
}
