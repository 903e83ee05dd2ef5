package dev.fanfare.core.memory;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.channel.Join;
import dev.fanfare.core.channel.Leave;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.Push;
import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.core.port.PublishResult;
import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A broker for one node, with history, all in this process. Thread-safe.
 *
 * <p>Hand-out is under a lock striped by channel, which makes the one order of each channel; it is the only lock between
 * a publisher and the mailboxes, and nothing is encoded or written under it. A channel without history costs nothing
 * here; one with history is forgotten a second, or for long times a minute, after its meta age.
 */
public final class MemoryBroker implements HistoryBroker {
    private static final int STRIPES = 64;
    private static final Duration IDEMPOTENCY_WINDOW = Duration.ofMinutes(5);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
    private static final CompletionStage<PublishResult> ACCEPTED =
            CompletableFuture.completedStage(new PublishResult.Accepted(null));

    private final MemoryStripe[] stripes = new MemoryStripe[STRIPES];
    private volatile @Nullable BrokerListener listener;

    /**
     * A broker with its own share of time and chance.
     *
     * @param scheduler the clock of all ages, and the timer of the sweeps
     * @param random makes epochs that no other run has
     */
    public MemoryBroker(Scheduler scheduler, RandomGenerator random) {
        var clock = new MemoryClock(scheduler, random, this::sweep);
        Arrays.setAll(stripes, stripe -> new MemoryStripe(clock, IDEMPOTENCY_WINDOW));
    }

    @Override
    public void start(BrokerListener newListener) {
        listener = newListener;
    }

    /** Completes at once: all channels of the one node are handed out. */
    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        if (options.delta() || options.exclude() != null) {
            return CompletableFuture.failedStage(
                    new EngineException("the memory engine offers neither delta nor exclude: " + options));
        }
        var to = listener;
        if (to == null) {
            return closed();
        }
        if (options.retention() == null && options.idempotencyKey() == null) {
            stripe(channel).handOut(channel, publication, to);
            return ACCEPTED;
        }
        return CompletableFuture.completedStage(stripe(channel).publish(channel, publication, options, to));
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
        return unlessClosed(channel, stripe -> stripe.history(channel, query));
    }

    @Override
    public CompletionStage<StreamPosition> position(String channel, HistoryRetention retention) {
        return unlessClosed(channel, stripe -> stripe.position(channel, retention));
    }

    @Override
    public CompletionStage<Void> removeHistory(String channel) {
        return unlessClosed(channel, stripe -> {
                    stripe.removeHistory(channel);
                    return true;
                })
                .thenCompose(removed -> DONE);
    }

    @Override
    public void close() {
        listener = null;
    }

    /** Number of channels and of idempotency keys that are remembered. */
    public int size() {
        return Arrays.stream(stripes).mapToInt(MemoryStripe::size).sum();
    }

    private CompletionStage<Void> handOut(String channel, Push push) {
        var to = listener;
        if (to == null) {
            return closed();
        }
        stripe(channel).handOut(channel, push, to);
        return DONE;
    }

    private <T> CompletionStage<T> unlessClosed(String channel, Function<MemoryStripe, T> action) {
        return listener == null ? closed() : CompletableFuture.completedStage(action.apply(stripe(channel)));
    }

    private boolean sweep() {
        boolean left = false;
        for (var stripe : stripes) {
            left |= stripe.sweep();
        }
        return left && listener != null;
    }

    private MemoryStripe stripe(String channel) {
        int hash = channel.hashCode();
        return stripes[((hash ^ (hash >>> 16)) & Integer.MAX_VALUE) % STRIPES];
    }

    private static <T> CompletionStage<T> closed() {
        return CompletableFuture.failedStage(new EngineException("the memory engine is closed"));
    }
}
