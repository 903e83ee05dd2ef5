package dev.fanfare.core.memory;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The engine of one node that keeps everything in this process. Thread-safe. */
public final class MemoryEngine implements Engine {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
    private final Broker broker;

    public MemoryEngine(Scheduler scheduler, RandomGenerator random) {
        this(new MemoryBroker(scheduler, random));
    }

    public MemoryEngine(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Broker broker() {
        return broker;
    }

    private final PresenceStore presence = new PresenceStore() {
        private final Map<String, Map<String, ClientInfo>> members = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
            members.computeIfAbsent(channel, name -> new ConcurrentHashMap<>()).put(info.client(), info);
            return DONE;
        }

        @Override
        public CompletionStage<Void> remove(String channel, String client) {
            members.computeIfAbsent(channel, name -> new ConcurrentHashMap<>()).remove(client);
            return DONE;
        }

        @Override
        public CompletionStage<Map<String, ClientInfo>> members(String channel) {
            return CompletableFuture.completedStage(Map.copyOf(members.getOrDefault(channel, Map.of())));
        }

        @Override
        public CompletionStage<PresenceStats> stats(String channel) {
            return members(channel).thenApply(all -> new PresenceStats(all.size(), all.size()));
        }
    };

    private final Cluster cluster = new Cluster() {
        @Override
        public void start(ClusterListener newListener) {
            listener = newListener;
        }

        private @org.jspecify.annotations.Nullable ClusterListener listener;

        @Override
        public String self() {
            return "self";
        }

        @Override
        public CompletionStage<List<String>> nodes() {
            return CompletableFuture.completedStage(List.of("self"));
        }

        @Override
        public CompletionStage<Void> send(String node, byte[] message) {
            if (listener != null) {
                listener.onMessage("self", message);
            }
            return DONE;
        }

        @Override
        public CompletionStage<Void> sendAll(byte[] message) {
            return send("self", message);
        }

        @Override
        public CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout) {
            return CompletableFuture.completedStage(Map.of());
        }

        @Override
        public void close() {}
    };

    @Override
    public PresenceStore presence() {
        return presence;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        broker.close();
    }
}
