package dev.fanfare.core.hub;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.hub.LocalChannel.BrokerCall;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The channels of this node with the loops that subscribe to them. Thread-safe; publishing reads without a lock. Keeps
 * the broker subscribed to exactly these channels. At most one broker call per channel is in progress, and the next one
 * follows from the state at its end. Therefore a slow unsubscribe never undoes a later subscribe, and a channel that
 * changes often costs two calls.
 */
final class LocalChannels {
    private static final ChannelFanOut[] NONE = {};

    /** The broker call after a change, and the future that completes when the broker delivers the channel. */
    private record Change(BrokerCall call, CompletableFuture<Void> ready) {}

    private final Broker broker;
    private final Metrics metrics;
    private final ConcurrentHashMap<String, LocalChannel> channels = new ConcurrentHashMap<>();

    LocalChannels(Broker broker, Metrics metrics) {
        this.broker = broker;
        this.metrics = metrics;
    }

    /** Returns the fan-outs that receive the pushes of the channel. */
    ChannelFanOut[] of(String channel) {
        var local = channels.get(channel);
        return local == null ? NONE : local.fanOuts();
    }

    /** Calls the visitor with the name of each channel that has a fan-out. */
    void visit(Consumer<? super String> visitor) {
        channels.forEach((name, local) -> {
            if (local.fanOuts().length > 0) {
                visitor.accept(name);
            }
        });
    }

    /** Returns all channels of this node. */
    Collection<LocalChannel> all() {
        return channels.values();
    }

    /** Returns the affected channels that have subscribers without position. */
    Set<String> mayMiss(Predicate<String> affected) {
        var names = new HashSet<String>();
        channels.forEach((name, local) -> {
            if (local.mayMiss() && affected.test(name)) {
                names.add(name);
            }
        });
        return names;
    }

    /** Returns the number of channels, including those that the broker has not unsubscribed yet. */
    int size() {
        return channels.size();
    }

    /**
     * Registers the fan-out if necessary. Completes when the broker delivers the channel. After a failure, it calls the
     * broker again, even if other failed fan-outs are still registered.
     */
    CompletionStage<Void> acquire(ChannelFanOut fanOut) {
        var change = change(fanOut.channel(), local -> local.add(fanOut));
        tellBroker(fanOut.channel(), change);
        return change.ready;
    }

    /** Removes the fan-out; the last one unsubscribes the broker. */
    void release(ChannelFanOut fanOut) {
        tellBroker(fanOut.channel(), change(fanOut.channel(), local -> local.remove(fanOut)));
    }

    private void tellBroker(String channel, Change change) {
        switch (change.call) {
            case NONE -> {}
            case SUBSCRIBE ->
                Stages.call(() -> broker.subscribe(channel))
                        .whenComplete((nothing, failure) -> afterSubscribe(channel, change.ready, failure));
            case UNSUBSCRIBE ->
                Stages.call(() -> broker.unsubscribe(channel))
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
        if (next.call == BrokerCall.NONE) {
            // The fan-outs that waited for the next subscribe have left, and their subscribers are cancelled.
            next.ready.complete(null);
        }
        tellBroker(channel, next);
    }

    private Change change(String channel, Function<LocalChannel, BrokerCall> action) {
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
