package dev.fanfare.core.memory;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * A broker for one node, with history, all in this process. Thread-safe.
 *
 * <p>Hand-out is under a lock striped by channel, which makes the one order of each channel; it is the only lock between
 * a publisher and the mailboxes, and nothing is encoded or written under it. A channel without history costs nothing
 * here; one with history costs nothing while it is idle but its memory, and is forgotten some seconds after its meta age.
 */
public final class MemoryBroker implements HistoryBroker {
    private static final Duration IDEMPOTENCY_WINDOW = Duration.ofMinutes(5);
    private static final CompletionStage<PublishResult> ACCEPTED =
            CompletableFuture.completedStage(new PublishResult.Accepted(null));

    private final Stripes<MemoryStripe> stripes;

    /**
     * A broker with its own share of time and chance.
     *
     * @param scheduler the clock of all ages, and the timer of the sweeps
     * @param random makes epochs that no other run has
     */
    public MemoryBroker(Scheduler scheduler, RandomGenerator random) {
        var clock = new MemoryClock(scheduler, new Sweep());
        var epochs = new MemoryEpochs(random);
        stripes = new Stripes<>(() -> new MemoryStripe(clock, epochs, IDEMPOTENCY_WINDOW));
    }

    @Override
    public void start(BrokerListener listener) {
        stripes.stream().forEach(stripe -> stripe.start(listener));
    }

    /** Completes at once: all channels of the one node are handed out. */
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
            return Stages.of(() -> stripes.of(channel).publish(channel, fresh, options));
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
        return Stages.of(() -> stripes.of(channel).position(channel, retention));
    }

    @Override
    public CompletionStage<Void> removeHistory(String channel) {
        return Stages.ofRunning(() -> stripes.of(channel).removeHistory(channel));
    }

    @Override
    public void close() {
        stripes.stream().forEach(MemoryStripe::close);
    }

    /** Number of channels and of idempotency keys that are remembered. */
    public int size() {
        return stripes.stream().mapToInt(MemoryStripe::size).sum();
    }

    private CompletionStage<Void> handOut(String channel, Push push) {
        return Stages.ofRunning(() -> stripes.of(channel).handOut(channel, push));
    }

    /** A publication that was read elsewhere and is published again has a position, which means nothing here. */
    private static Publication withoutPosition(Publication publication) {
        return publication.position() == null ? publication : publication.withPosition(null);
    }

    private final class Sweep implements MemoryClock.Swept {
        @Override
        public void sweep(int stripe) {
            stripes.at(stripe).sweep();
        }

        @Override
        public boolean isAnythingLeft() {
            return stripes.stream().anyMatch(MemoryStripe::isAnythingLeft);
        }
    }
}
