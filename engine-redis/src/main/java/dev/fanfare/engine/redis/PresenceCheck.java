package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks periodically that the clients of this node are in the presence of Redis, because keys may be deleted. Thread-safe.
 *
 * <p>Each check looks for one client of this node in each channel. The existence of the keys does not suffice, since
 * another node may have created them again. Up to {@value #KNOWN_CLIENTS} clients per channel are known, so that the
 * next check has a client when some of them leave.
 */
final class PresenceCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceCheck.class);
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final int CHANNELS_PER_CALL = 200;
    private static final int KNOWN_CLIENTS = 4;

    private record Sample(String channel, String client) {}

    private final Shards shards;
    private final ScheduledExecutorService timer;
    /** Some clients of each channel that this node has added and not removed. */
    private final ConcurrentHashMap<String, List<String>> clients = new ConcurrentHashMap<>();

    PresenceCheck(Shards shards, ScheduledExecutorService timer) {
        this.shards = shards;
        this.timer = timer;
    }

    /** Starts the checks. The listener is called on the timer's thread. */
    void start(Consumer<Predicate<String>> listener) {
        checkLater(listener);
    }

    /** Records that the presence of a channel contains a client of this node. */
    void added(String channel, String client) {
        clients.compute(channel, (name, known) -> with(known, client));
    }

    /** Records that the presence of a channel does not contain this client. */
    void removed(String channel, String client) {
        clients.computeIfPresent(channel, (name, known) -> without(known, client));
    }

    private static List<String> with(@Nullable List<String> known, String client) {
        if (known == null) {
            return List.of(client);
        }
        return known.size() >= KNOWN_CLIENTS || known.contains(client)
                ? known
                : Stream.concat(known.stream(), Stream.of(client)).toList();
    }

    private static @Nullable List<String> without(List<String> known, String client) {
        if (!known.contains(client)) {
            return known;
        }
        return known.size() == 1
                ? null
                : known.stream().filter(each -> !each.equals(client)).toList();
    }

    private void checkLater(Consumer<Predicate<String>> listener) {
        timer.schedule(() -> check(listener), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void check(Consumer<Predicate<String>> listener) {
        var missing = new HashSet<String>();
        Stages.call(() -> check(samples(), missing)).whenComplete((done, failure) -> {
            try {
                report(missing, listener);
            } catch (RuntimeException bug) {
                LOG.error("cannot add the clients of {} channels to the presence again", missing.size(), bug);
            } finally {
                checkLater(listener);
            }
        });
    }

    private void report(Set<String> missing, Consumer<Predicate<String>> listener) {
        if (!missing.isEmpty()) {
            // These clients are known again when the node has added them again.
            clients.keySet().removeAll(missing);
            listener.accept(missing::contains);
        }
    }

    /** Returns one client of each channel by server. */
    private Map<Shard, List<Sample>> samples() {
        var samples = new HashMap<Shard, List<Sample>>();
        clients.forEach((channel, known) -> samples.computeIfAbsent(shards.of(channel), shard -> new ArrayList<>())
                .add(new Sample(channel, known.getFirst())));
        return samples;
    }

    private static CompletionStage<Void> check(Map<Shard, List<Sample>> samples, Set<String> missing) {
        var checks = Stages.DONE;
        for (var entry : samples.entrySet()) {
            checks = checks.thenCompose(done -> check(entry.getKey(), entry.getValue(), 0, missing));
        }
        return checks;
    }

    /** Checks clients of one server from an index. An unreachable server is skipped, since its return is reported. */
    private static CompletionStage<Void> check(Shard shard, List<Sample> samples, int from, Set<String> missing) {
        if (from >= samples.size() || !shard.link().state().ready()) {
            return Stages.DONE;
        }
        int end = Math.min(samples.size(), from + CHANNELS_PER_CALL);
        return check(shard, samples.subList(from, end), missing)
                .exceptionallyCompose(unreachable -> Stages.DONE)
                .thenCompose(done -> check(shard, samples, end, missing));
    }

    private static CompletionStage<Void> check(Shard shard, List<Sample> samples, Set<String> missing) {
        var keys = new ArrayList<String>(samples.size() * 3);
        int size = 0;
        for (var sample : samples) {
            keys.add(shard.keys().clients(sample.channel()));
            keys.add(shard.keys().userOf(sample.channel()));
            keys.add(shard.keys().users(sample.channel()));
            size += sample.channel().length() * 3 + sample.client().length();
        }
        var sought =
                samples.stream().map(sample -> Replies.bytes(sample.client())).toArray(byte[][]::new);
        return shard.link()
                .submit(size, connection -> Scripts.PRESENCE_CHECK.run(connection, keys.toArray(String[]::new), sought))
                .thenAccept(answer -> {
                    for (int i = 0; i < answer.size(); i++) {
                        var sample = samples.get(Math.toIntExact(Replies.number(answer, i)) - 1);
                        missing.add(sample.channel());
                    }
                });
    }
}
