package dev.fanfare.core.memory;

import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The presence of one node, all in this process. Thread-safe.
 *
 * <p>Every stage is complete when it is returned. A client that has expired is never read, and is forgotten within some
 * seconds, as is a channel with its last client.
 */
public final class MemoryPresence implements PresenceStore, AutoCloseable {
    private final Stripes<PresenceStripe> stripes;

    /**
     * A presence without anybody.
     *
     * @param scheduler the clock of all expiry, and the timer of the sweeps
     */
    public MemoryPresence(Scheduler scheduler) {
        var clock = new MemoryClock(scheduler, new Sweep());
        stripes = new Stripes<>(() -> new PresenceStripe(clock));
    }

    @Override
    public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
        if (!expiry.isPositive()) {
            throw new IllegalArgumentException("an expiry is positive, not " + expiry);
        }
        return Stages.ofRunning(() -> stripes.of(channel).add(channel, info, MemoryClock.nanos(expiry)));
    }

    @Override
    public CompletionStage<Void> remove(String channel, String client) {
        return Stages.ofRunning(() -> stripes.of(channel).remove(channel, client));
    }

    @Override
    public CompletionStage<Map<String, ClientInfo>> members(String channel) {
        return Stages.of(() -> stripes.of(channel).members(channel));
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        return Stages.of(() -> stripes.of(channel).stats(channel));
    }

    /** Forgets everybody; what is asked later fails. Idempotent. */
    @Override
    public void close() {
        stripes.stream().forEach(PresenceStripe::close);
    }

    /** Number of channels and of their clients that are remembered. */
    public int size() {
        return stripes.stream().mapToInt(PresenceStripe::size).sum();
    }

    private final class Sweep implements MemoryClock.Swept {
        @Override
        public void sweep(int stripe) {
            stripes.at(stripe).sweep();
        }

        @Override
        public boolean isAnythingLeft() {
            return stripes.stream().anyMatch(stripe -> stripe.size() > 0);
        }
    }
}
