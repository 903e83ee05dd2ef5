package dev.fanfare.core.memory;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.monitoring.MemoryKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The presence of a single node, in memory. Thread-safe.
 *
 * <p>Every stage is complete when it is returned. Expired clients are never returned. They are removed within a few
 * seconds, and so are channels without clients.
 */
public final class MemoryPresence implements PresenceStore, AutoCloseable {
    private final Stripes<PresenceStripe> stripes;

    /**
     * Creates a presence without clients. An {@link #add} above the budget fails with
     * {@link dev.fanfare.model.channel.LimitExceededException}.
     *
     * @param scheduler the clock of the expiry, and the timer of the sweeps
     * @param governor the budget of presence
     */
    public MemoryPresence(Scheduler scheduler, MemoryGovernor governor) {
        var clock = new MemoryClock(scheduler, this::stripes);
        stripes = new Stripes<>(() -> new PresenceStripe(clock, governor.budget(MemoryKind.PRESENCE)));
    }

    @Override
    public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
        if (!expiry.isPositive()) {
            throw new IllegalArgumentException("an expiry must be positive, got " + expiry);
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

    /** Removes all clients; later calls fail. Idempotent. */
    @Override
    public void close() {
        stripes.forEach(PresenceStripe::close);
    }

    /** Returns the number of channels and clients in memory. */
    public int size() {
        return stripes.size();
    }

    private Stripes<PresenceStripe> stripes() {
        return stripes;
    }
}
