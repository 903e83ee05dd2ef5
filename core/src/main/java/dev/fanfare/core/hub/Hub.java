package dev.fanfare.core.hub;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All subscriptions of this node, sharded by event loop. Thread-safe. Each shard is confined to its loop. */
public final class Hub implements BrokerListener {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final LocalChannels localChannels;
    private final Metrics metrics;
    private final MemoryBudget budget;
    private final List<Consumer<? super Set<String>>> missedListeners = new CopyOnWriteArrayList<>();
    private final AtomicLong interruptions = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final IdentityHashMap<EventLoop, HubShard> shards = new IdentityHashMap<>();

    /**
     * Creates a hub without subscriptions.
     *
     * @param governor counts what is queued for all loops, and what subscriptions keep
     */
    public Hub(
            List<? extends EventLoop> loops,
            Broker broker,
            HubSettings settings,
            Metrics metrics,
            MemoryGovernor governor) {
        this.localChannels = new LocalChannels(broker, metrics);
        this.metrics = metrics;
        this.budget = governor.budget(MemoryKind.EVENTS);
        var bases = new DeltaBases(governor.budget(MemoryKind.SUBSCRIPTIONS));
        for (var loop : loops) {
            var backlog = new Backlog(settings.backlogBytes(), budget);
            shards.put(
                    loop,
                    new HubShard(loop, settings, localChannels, broker, metrics, interruptions::get, backlog, bases));
        }
    }

    /** Returns the shard of one of this node's loops. */
    public HubShard shard(EventLoop loop) {
        var shard = shards.get(loop);
        if (shard == null) {
            throw new IllegalArgumentException("not an event loop of this node: " + loop);
        }
        return shard;
    }

    /**
     * Puts a push into the mailbox of every loop that has subscribers of the channel. Never blocks. A loop that is flooded by other
     * nodes does not receive the push; its positioned subscribers notice the gap.
     */
    @Override
    public void onPush(String channel, Push push) {
        var fanOuts = localChannels.of(channel);
        if (fanOuts.length == 0) {
            return;
        }
        var delivery = new Delivery(channel, push, fanOuts[0].nanoTime());
        boolean complete = true;
        for (var fanOut : fanOuts) {
            if (fanOut.isFlooded()) {
                complete = false;
            } else {
                fanOut.post(delivery);
            }
        }
        if (!complete) {
            drop(channel);
        }
    }

    /** Records a push of the channel that was dropped because the loops are overloaded. */
    public void drop(String channel) {
        metrics.missed(1);
        dropped("in channel " + LogText.of(channel));
    }

    /** Records a message to a client that was dropped because the loops are overloaded. */
    public void dropDirect(String client) {
        dropped("to client " + LogText.of(client));
    }

    private void dropped(String place) {
        reject();
        long times = dropped.incrementAndGet();
        if (Long.bitCount(times) == 1) {
            LOG.warn("loops-overloaded dropped={}: the most recent message was dropped {}", times, place);
        }
    }

    /** Marks the interruption in all mailboxes and schedules a check of all positions. */
    @Override
    public void onInterrupted() {
        onInterrupted(channel -> true);
    }

    /**
     * Marks the interruption in the mailboxes of the affected channels and schedules a check of their positions.
     * Channels with unpositioned subscribers are counted and reported, because those subscribers cannot recover.
     */
    @Override
    public void onInterrupted(Predicate<String> affected) {
        var interruption = new Delivery.Interruption(interruptions.incrementAndGet());
        for (var channel : localChannels.all()) {
            for (var fanOut : channel.fanOuts()) {
                if (affected.test(fanOut.channel())) {
                    fanOut.post(interruption);
                }
            }
        }
        missed(Collections.unmodifiableSet(localChannels.mayMiss(affected)));
    }

    /**
     * Registers a listener for channels that may have missed publications permanently. Called on the broker's thread;
     * must not block.
     */
    public void onMissedPublications(Consumer<? super Set<String>> listener) {
        missedListeners.add(listener);
    }

    private void missed(Set<String> channels) {
        if (channels.isEmpty()) {
            return;
        }
        metrics.missed(channels.size());
        for (var listener : missedListeners) {
            try {
                listener.accept(channels);
            } catch (RuntimeException bug) {
                LOG.error("a listener for missed publications failed", bug);
            }
        }
    }

    /** Returns true if the backlog of a loop reaches its limit, or all backlogs together reach the budget of the node. */
    public boolean isOverloaded() {
        for (var shard : shards.values()) {
            if (shard.backlog().isFull()) {
                return true;
            }
        }
        return budget.isFull();
    }

    /** Records that a publish was rejected because of {@link #isOverloaded}. */
    public void reject() {
        budget.refuse();
    }

    /** Completes when the backlog of every loop is at most half of its limit. */
    public CompletionStage<Void> room() {
        return CompletableFuture.allOf(shards.values().stream()
                .map(shard -> shard.backlog().room().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Returns the number of channels with a subscriber on this node. */
    public int channelCount() {
        return localChannels.size();
    }

    /** Calls the visitor with the name of each channel of this node, on the calling thread, which must not be an event loop. */
    public void visitChannels(Consumer<? super String> visitor) {
        localChannels.visit(visitor);
    }
}
