package dev.fanfare.core.hub;

import dev.fanfare.core.concurrent.Attempt;
import dev.fanfare.core.hub.LocalChannel.Call;
import dev.fanfare.core.port.Broker;
import dev.fanfare.model.monitoring.Metrics;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which loops of this node want which channel. Keeps the broker subscribed to exactly these channels. There is one call
 * per channel under way, and when it has ended the next one follows from what is wanted then: a slow unsubscribe never
 * undoes a later subscribe, and a channel that flaps costs two calls. Thread-safe; publishing reads without a lock.
 */
final class LocalChannels {
    private static final ChannelFanOut[] NONE = {};

    /** What the broker is to be told after a change, and what completes when it hands out the channel. */
    private record Change(Call call, CompletableFuture<Void> ready) {}

    private final Broker broker;
    private final Metrics metrics;
    private final ConcurrentHashMap<String, LocalChannel> channels = new ConcurrentHashMap<>();

    LocalChannels(Broker broker, Metrics metrics) {
        this.broker = broker;
        this.metrics = metrics;
    }

    /** The fan-outs to hand a push of the channel to. */
    ChannelFanOut[] of(String channel) {
        var local = channels.get(channel);
        return local == null ? NONE : local.fanOuts();
    }

    /** All channels that anybody on this node wants. */
    Collection<LocalChannel> all() {
        return channels.values();
    }

    /** Those whose subscribers are not all told by positions what is missing. */
    Set<String> mayMiss(Predicate<String> affected) {
        var names = new HashSet<String>();
        channels.forEach((name, local) -> {
            if (local.mayMiss() && affected.test(name)) {
                names.add(name);
            }
        });
        return names;
    }

    /** Number of channels that anybody on this node wants, or that the broker has not let go yet. */
    int size() {
        return channels.size();
    }

    /**
     * Registers the fan-out, if it is not yet; completes when the broker hands out the channel. After a failure it asks
     * the broker anew, even while others that failed have not gone yet.
     */
    CompletionStage<Void> acquire(ChannelFanOut fanOut) {
        var change = change(fanOut.channel(), local -> local.add(fanOut));
        tellBroker(fanOut.channel(), change);
        return change.ready;
    }

    /** Forgets the fan-out; without any left, the broker is unsubscribed. */
    void release(ChannelFanOut fanOut) {
        tellBroker(fanOut.channel(), change(fanOut.channel(), local -> local.remove(fanOut)));
    }

    private void tellBroker(String channel, Change change) {
        switch (change.call) {
            case NONE -> {}
            case SUBSCRIBE ->
                Attempt.of(() -> broker.subscribe(channel))
                        .whenComplete((nothing, failure) -> afterSubscribe(channel, change.ready, failure));
            case UNSUBSCRIBE ->
                Attempt.of(() -> broker.unsubscribe(channel))
                        .whenComplete((nothing, failure) -> afterUnsubscribe(channel, failure));
        }
    }

    private void afterSubscribe(String channel, CompletableFuture<Void> ready, @Nullable Throwable failure) {
        var next = change(channel, local -> local.subscribed(failure));
        if (failure == null) {
            ready.complete(null);
        } else {
            ready.completeExceptionally(failure);
        }
        tellBroker(channel, next);
    }

    private void afterUnsubscribe(String channel, @Nullable Throwable failure) {
        if (failure != null) {
            metrics.failed(Metrics.Operation.UNSUBSCRIBE);
        }
        var next = change(channel, LocalChannel::unsubscribed);
        if (next.call == Call.NONE) {
            // Whoever waited for the subscribe that was to follow has gone meanwhile, and is told so by its own state.
            next.ready.complete(null);
        }
        tellBroker(channel, next);
    }

    private Change change(String channel, Function<LocalChannel, Call> action) {
        var change = new AtomicReference<@Nullable Change>();
        channels.compute(channel, (name, known) -> {
            var local = known == null ? new LocalChannel() : known;
            var call = action.apply(local);
            change.set(new Change(call, local.ready()));
            return local.isOver() ? null : local;
        });
        return Objects.requireNonNull(change.get());
    }
}
