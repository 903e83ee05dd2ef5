package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Detects that clients of this node may be missing in the presence of Redis. Thread-safe.
 *
 * <p>Clients may be missing in all channels of a server after an interruption, and when another master serves them. The
 * keys of the channels in which this node has added clients are checked periodically, because they may be deleted.
 */
final class PresenceWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final int CHANNELS_PER_CALL = 200;
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Shards shards;
    private final ScheduledExecutorService timer;
    /** The times in nanoseconds at which the last client that this node has added to a channel expires. */
    private final ConcurrentHashMap<String, Long> expiries = new ConcurrentHashMap<>();

    PresenceWatch(Shards shards, ScheduledExecutorService timer) {
        this.shards = shards;
        this.timer = timer;
    }

    /** Starts the checks. The listener is called on the timer's thread. */
    void start(Consumer<Predicate<String>> listener) {
        shards.all()
                .forEach(shard ->
                        shard.onPresenceDoubtful(() -> listener.accept(channel -> shards.of(channel) == shard)));
        checkLater(listener);
    }

    /** Records that the presence of a channel contains a client of this node. */
    void added(String channel, Duration expiry) {
        expiries.put(channel, System.nanoTime() + (expiry.compareTo(LONGEST) < 0 ? expiry : LONGEST).toNanos());
    }

    /** Records that the presence of a channel has no clients, so that its keys are not missed. */
    void emptied(String channel) {
        expiries.remove(channel);
    }

    private void checkLater(Consumer<Predicate<String>> listener) {
        timer.schedule(() -> check(listener), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void check(Consumer<Predicate<String>> listener) {
        var lost = new HashSet<String>();
        var checks = Stages.DONE;
        for (var entry : present().entrySet()) {
            checks = checks.thenCompose(done -> check(entry.getKey(), entry.getValue(), 0, lost));
        }
        checks.whenComplete((done, failure) -> {
            if (!lost.isEmpty()) {
                // A channel without clients has no keys either. It is not checked again until a client is added.
                expiries.keySet().removeAll(lost);
                listener.accept(lost::contains);
            }
            checkLater(listener);
        });
    }

    /** Returns the channels with clients of this node by server. */
    private Map<Shard, List<String>> present() {
        long now = System.nanoTime();
        expiries.values().removeIf(expiry -> now - expiry > 0);
        var present = new HashMap<Shard, List<String>>();
        for (var channel : expiries.keySet()) {
            present.computeIfAbsent(shards.of(channel), shard -> new ArrayList<>())
                    .add(channel);
        }
        return present;
    }

    /** Checks channels of one server from an index. An unreachable server is skipped, since its return is reported. */
    private static CompletionStage<Void> check(Shard shard, List<String> channels, int from, Set<String> lost) {
        if (from >= channels.size() || !shard.link().state().ready()) {
            return Stages.DONE;
        }
        int end = Math.min(channels.size(), from + CHANNELS_PER_CALL);
        var some = channels.subList(from, end);
        return missing(shard, some)
                .thenCompose(missing -> missing > 0 ? checkEach(shard, some, lost) : Stages.DONE)
                .exceptionallyCompose(unreachable -> Stages.DONE)
                .thenCompose(done -> check(shard, channels, end, lost));
    }

    private static CompletionStage<Void> checkEach(Shard shard, List<String> channels, Set<String> lost) {
        return CompletableFuture.allOf(channels.stream()
                .map(channel -> missing(shard, List.of(channel))
                        .thenAccept(missing -> {
                            if (missing > 0) {
                                lost.add(channel);
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Returns the number of missing keys. */
    private static CompletionStage<Long> missing(Shard shard, List<String> channels) {
        var keys = new ArrayList<String>(channels.size() * 3);
        int size = 0;
        for (var channel : channels) {
            keys.add(shard.keys().clients(channel));
            keys.add(shard.keys().userOf(channel));
            keys.add(shard.keys().users(channel));
            size += channel.length() * 3;
        }
        return shard.link()
                .ask(size, connection -> connection.async().exists(keys.toArray(String[]::new)))
                .thenApply(found -> keys.size() - found);
    }
}
