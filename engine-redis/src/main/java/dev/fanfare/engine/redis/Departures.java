package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Stages;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * The clients of this node that have left channels of one server recently. Thread-safe.
 *
 * <p>A removal is lost if the server is unreachable, or if a failover undoes it. The client then remains present until it
 * expires. The removals of the last {@value #MAX} clients are therefore repeated, each for as long as the client could
 * remain present.
 */
final class Departures {
    static final int MAX = 10_000;
    private static final int PER_STEP = 100;

    private record Departure(String channel, String client) {}

    private final BiFunction<String, String, CompletionStage<?>> removal;
    /** The expiry of each departed client in nanoseconds, in the order of the departures. */
    private final LinkedHashMap<Departure, Long> expiries = new LinkedHashMap<>();

    /**
     * Creates a record without departures.
     *
     * @param removal removes a client, given after its channel, from the presence
     */
    Departures(BiFunction<String, String, CompletionStage<?>> removal) {
        this.removal = removal;
    }

    /**
     * Records a departure.
     *
     * @param expiry the time for which the client can remain present
     */
    synchronized void left(String channel, String client, Duration expiry) {
        long now = System.nanoTime();
        forgetExpired(now);
        expiries.putLast(new Departure(channel, client), now + TimeUnit.NANOSECONDS.convert(expiry));
        if (expiries.size() > MAX) {
            expiries.pollFirstEntry();
        }
    }

    /** Records that a client is present again. */
    synchronized void returned(String channel, String client) {
        // Called for each refresh of a client, so that departures do not remain until the next one.
        forgetExpired(System.nanoTime());
        expiries.remove(new Departure(channel, client));
    }

    synchronized int size() {
        return expiries.size();
    }

    /** Repeats the removals in steps. Ends at the first failure, which the link counts; the next call repeats all of them. */
    CompletionStage<Void> repeat() {
        return repeat(recent(), 0);
    }

    private CompletionStage<Void> repeat(List<Departure> all, int from) {
        if (from >= all.size()) {
            return Stages.DONE;
        }
        int end = Math.min(all.size(), from + PER_STEP);
        return CompletableFuture.allOf(all.subList(from, end).stream()
                        .filter(this::isAway)
                        .map(departure -> removal.apply(departure.channel(), departure.client())
                                .toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> repeat(all, end));
    }

    private synchronized List<Departure> recent() {
        forgetExpired(System.nanoTime());
        return List.copyOf(expiries.keySet());
    }

    private synchronized boolean isAway(Departure departure) {
        return expiries.containsKey(departure);
    }

    /** The expiries ascend, unless the expiry of clients was changed. */
    private void forgetExpired(long now) {
        while (!expiries.isEmpty() && now - expiries.firstEntry().getValue() >= 0) {
            expiries.pollFirstEntry();
        }
    }
}
