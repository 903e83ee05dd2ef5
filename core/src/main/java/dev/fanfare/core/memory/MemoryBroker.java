package dev.fanfare.core.memory;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.EpochSource;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A broker with history for a single node, in memory. Thread-safe.
 *
 * <p>A lock striped by channel orders the deliveries of each channel. It is the only lock between a publisher and the
 * mailboxes, and it is never held while encoding or writing. A channel without history has no cost. A channel with
 * history costs only memory while it is idle, and is removed a few seconds after its meta age.
 *
 * <p>The memory of histories and of positions is limited for the node, for each {@linkplain HistoryRetention#share
 * share}, and, for histories, for each user. A publish above the limit of its user or share fails with {@link
 * LimitExceededException}. When the node has no more room, the largest histories of the largest share are removed; their
 * channels then have another epoch.
 */
public final class MemoryBroker implements HistoryBroker {
    private static final Duration IDEMPOTENCY_WINDOW = Duration.ofMinutes(5);
    private static final CompletionStage<PublishResult> ACCEPTED =
            CompletableFuture.completedStage(new PublishResult.Accepted(null));

    /** Other threads may use the room that was made for a call. */
    private static final int MAX_ATTEMPTS = 4;

    private final Stripes<MemoryStripe> stripes;
    private final HistoryBudget budget;
    private final Eviction eviction;

    /**
     * Creates a broker.
     *
     * @param scheduler the clock for all ages, and the timer of the sweeps
     * @param random source of unique epochs
     * @param governor the budgets of histories and metadata
     */
    public MemoryBroker(Scheduler scheduler, RandomGenerator random, MemoryGovernor governor) {
        var clock = new MemoryClock(scheduler, this::stripes);
        var epochs = new EpochSource(Long.toString(random.nextLong() & Long.MAX_VALUE, Character.MAX_RADIX));
        budget = new HistoryBudget(governor, scheduler::nanoTime);
        stripes = new Stripes<>(() -> new MemoryStripe(clock, epochs, budget, IDEMPOTENCY_WINDOW));
        eviction = new Eviction(stripes, budget);
    }

    @Override
    public void start(BrokerListener listener) {
        stripes.forEach(stripe -> stripe.start(listener));
    }

    /** Completes at once, because all channels are delivered to the single node. */
    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return Stages.DONE;
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return Stages.DONE;
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        var fresh = withoutPosition(publication);
        if (options.retention() != null || options.idempotencyKey() != null) {
            return publishWithState(channel, fresh, options);
        }
        try {
            stripes.of(channel).handOut(channel, fresh);
            return ACCEPTED;
        } catch (EngineException closed) {
            return CompletableFuture.failedStage(closed);
        }
    }

    @Override
    public CompletionStage<Void> join(String channel, ClientInfo info) {
        return handOut(channel, new Join(info));
    }

    @Override
    public CompletionStage<Void> leave(String channel, ClientInfo info) {
        return handOut(channel, new Leave(info));
    }

    @Override
    public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
        return Stages.of(() -> stripes.of(channel).history(channel, query));
    }

    @Override
    public CompletionStage<StreamPosition> position(String channel, HistoryRetention retention) {
        return Stages.of(() -> withRoom(
                () -> stripes.of(channel).position(channel, retention),
                () -> eviction.makeRoom(retention.share(), 0, EntryBytes.ofStream(channel))));
    }

    @Override
    public CompletionStage<Void> removeHistory(String channel) {
        return Stages.ofRunning(() -> stripes.of(channel).removeHistory(channel));
    }

    @Override
    public void close() {
        stripes.forEach(MemoryStripe::close);
    }

    /** Returns the number of channels and idempotency keys in memory. */
    public int size() {
        return stripes.size();
    }

    private CompletionStage<Void> handOut(String channel, Push push) {
        return Stages.ofRunning(() -> stripes.of(channel).handOut(channel, push));
    }

    private CompletionStage<PublishResult> publishWithState(
            String channel, Publication publication, PublishOptions options) {
        var stripe = stripes.of(channel);
        try {
            return CompletableFuture.completedStage(stripe.publish(channel, publication, options));
        } catch (NoRoomException full) {
            return Stages.of(() -> withRoom(
                    () -> stripe.publish(channel, publication, options),
                    () -> makeRoom(channel, publication, options)));
        } catch (EngineException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private void makeRoom(String channel, Publication publication, PublishOptions options) {
        var retention = options.retention();
        var key = options.idempotencyKey();
        long ofKey = key == null ? 0 : EntryBytes.ofIdempotencyKey(channel, key);
        eviction.makeRoom(
                retention == null ? "" : retention.share(),
                EntryBytes.of(publication),
                EntryBytes.ofStream(channel) + ofKey);
    }

    /** Repeats a call after making room, as long as the call needs it. */
    private <T> T withRoom(Supplier<T> call, Runnable makeRoom) {
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return call.get();
            } catch (NoRoomException full) {
                makeRoom.run();
            }
        }
        try {
            return call.get();
        } catch (NoRoomException full) {
            throw budget.refusal(full.kind(), String.valueOf(full.getMessage()));
        }
    }

    /** A republished publication carries a position of its source, which is not valid here. */
    private static Publication withoutPosition(Publication publication) {
        return publication.position() == null ? publication : publication.withPosition(null);
    }

    private Stripes<MemoryStripe> stripes() {
        return stripes;
    }
}
