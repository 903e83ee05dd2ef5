package dev.fanfare.core.hub;

import dev.fanfare.core.port.Broker;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which loops of this node want which channel. Keeps the broker subscribed to exactly these channels: its calls for one
 * channel follow one another, so that a slow unsubscribe never undoes a later subscribe. Thread-safe; publishing reads
 * without a lock.
 */
final class LocalChannels {
    private static final ChannelFanOut[] NONE = {};
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    /** One channel: its fan-outs, and the last call to the broker. Changed only inside {@code compute}. */
    private static final class Entry {
        private volatile ChannelFanOut[] fanOuts = NONE;
        private CompletableFuture<Void> lastCall = DONE;
    }

    /** A call to the broker that is to follow another one. */
    private record Call(CompletableFuture<Void> previous, CompletableFuture<Void> done) {
        void make(Supplier<CompletionStage<Void>> broker) {
            previous.whenComplete((ignored, earlierFailure) -> attempt(broker).whenComplete((nothing, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            }));
        }

        private static CompletionStage<Void> attempt(Supplier<CompletionStage<Void>> broker) {
            try {
                return broker.get();
            } catch (RuntimeException failure) {
                return CompletableFuture.failedFuture(failure);
            }
        }
    }

    private final Broker broker;
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    LocalChannels(Broker broker) {
        this.broker = broker;
    }

    /** The fan-outs to hand a push of the channel to. */
    ChannelFanOut[] of(String channel) {
        var entry = entries.get(channel);
        return entry == null ? NONE : entry.fanOuts;
    }

    /** Number of channels that anybody on this node subscribes. */
    int size() {
        return entries.size();
    }

    /**
     * Registers the fan-out, if it is not yet; completes when the broker hands out the channel. After a failure it asks
     * the broker anew, even while others that failed have not gone yet.
     */
    CompletionStage<Void> acquire(ChannelFanOut fanOut) {
        var call = new @Nullable Call[1];
        var entry = entries.compute(fanOut.channel(), (channel, known) -> {
            var e = known == null ? new Entry() : known;
            if (e.fanOuts.length == 0 || e.lastCall.isCompletedExceptionally()) {
                call[0] = follow(e);
            }
            e.fanOuts = with(e.fanOuts, fanOut);
            return e;
        });
        if (call[0] != null) {
            call[0].make(() -> broker.subscribe(fanOut.channel()));
        }
        return entry.lastCall;
    }

    /** Forgets the fan-out; without any left, the broker is unsubscribed. */
    void release(ChannelFanOut fanOut) {
        var call = new @Nullable Call[1];
        entries.computeIfPresent(fanOut.channel(), (channel, entry) -> {
            entry.fanOuts = without(entry.fanOuts, fanOut);
            if (entry.fanOuts.length == 0) {
                call[0] = follow(entry);
            }
            return entry;
        });
        var made = call[0];
        if (made != null) {
            made.make(() -> broker.unsubscribe(fanOut.channel()));
            made.done.whenComplete((nothing, failure) -> forget(fanOut.channel(), made));
        }
    }

    /** Removes the entry, unless somebody came meanwhile. */
    private void forget(String channel, Call unsubscribed) {
        entries.computeIfPresent(channel, (name, entry) -> entry.lastCall == unsubscribed.done ? null : entry);
    }

    private static Call follow(Entry entry) {
        var call = new Call(entry.lastCall, new CompletableFuture<>());
        entry.lastCall = call.done;
        return call;
    }

    private static ChannelFanOut[] with(ChannelFanOut[] fanOuts, ChannelFanOut one) {
        for (var known : fanOuts) {
            if (known == one) {
                return fanOuts;
            }
        }
        var more = Arrays.copyOf(fanOuts, fanOuts.length + 1);
        more[fanOuts.length] = one;
        return more;
    }

    private static ChannelFanOut[] without(ChannelFanOut[] fanOuts, ChannelFanOut one) {
        return Arrays.stream(fanOuts).filter(known -> known != one).toArray(ChannelFanOut[]::new);
    }
}
