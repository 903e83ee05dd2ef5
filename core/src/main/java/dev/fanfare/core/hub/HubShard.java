package dev.fanfare.core.hub;

import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.monitoring.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The part of the hub that belongs to one event loop. Confined to that loop. */
public final class HubShard {
    private final EventLoop loop;
    private final HubSettings settings;
    private final LocalChannels localChannels;
    private final Metrics metrics;
    private final LongSupplier interruptions;
    private final Backlog backlog;
    private final DeltaBases deltaBases;
    private final PositionChecks positions;
    private final UnsubscribeRate unsubscribeRate;
    private final PriorityTasks priorityTasks;
    private final Map<String, ChannelFanOut> fanOuts = new HashMap<>();

    HubShard(
            EventLoop loop,
            HubSettings settings,
            LocalChannels localChannels,
            Broker broker,
            Metrics metrics,
            LongSupplier interruptions,
            Backlog backlog,
            DeltaBases deltaBases) {
        this.interruptions = interruptions;
        this.loop = loop;
        this.settings = settings;
        this.localChannels = localChannels;
        this.metrics = metrics;
        this.priorityTasks = new PriorityTasks(loop);
        this.backlog = backlog;
        this.deltaBases = deltaBases;
        this.unsubscribeRate = new UnsubscribeRate(loop);
        var history = broker instanceof HistoryBroker historyBroker ? historyBroker : null;
        this.positions = new PositionChecks(loop, history, settings.positions(), metrics);
    }

    /**
     * Creates a pending subscriber of a session and subscribes this loop to the channel. The caller activates it when
     * {@link PendingSubscriber#ready} has completed, or cancels it on failure.
     *
     * @param positioned the retention for a positioned subscriber; null for a subscriber without position
     */
    public PendingSubscriber subscribe(
            Session session,
            String channel,
            PushEncoder encoder,
            SlowClientPolicy policy,
            @Nullable HistoryRetention positioned) {
        var fanOut = fanOut(channel);
        var subscriber = new SessionSubscriber(session, encoder, policy, fanOut, positioned != null);
        return pending(subscriber, fanOut, positioned);
    }

    /**
     * Creates a pending subscriber of application code, as above. The code is called on this loop and must not block;
     * it is called again with the same push for as long as it returns false.
     */
    public PendingSubscriber subscribe(
            Predicate<? super Push> code, String channel, @Nullable HistoryRetention positioned) {
        var fanOut = fanOut(channel);
        return pending(new ServerSubscriber(code, fanOut, positioned != null), fanOut, positioned);
    }

    /**
     * Returns an executor that runs tasks on this loop in order. Each task runs before the delivery of any publication
     * that is posted after it was submitted. Thread-safe.
     */
    public Executor priorityTasks() {
        return priorityTasks;
    }

    /**
     * Runs a task with a message on this loop, in the order of {@link #priorityTasks}. Its size counts in the backlog of the loop until
     * then. Thread-safe, never blocks. Returns false if the loop is flooded; in that case, the task does not run.
     */
    public boolean post(int bytes, Runnable task) {
        if (backlog.isFlooded()) {
            return false;
        }
        int counted = Delivery.OVERHEAD_BYTES + bytes;
        backlog.add(counted);
        try {
            priorityTasks.execute(() -> {
                backlog.remove(counted);
                task.run();
            });
        } catch (RejectedExecutionException ended) {
            backlog.remove(counted);
            throw ended;
        }
        return true;
    }

    /** Returns the channels of this loop with their numbers of subscribers. */
    public Map<String, Integer> sizes() {
        var sizes = HashMap.<String, Integer>newHashMap(fanOuts.size());
        fanOuts.forEach((channel, fanOut) -> sizes.put(channel, fanOut.members()));
        return sizes;
    }

    /** Returns the number of subscribers of a channel on this loop. */
    public int members(String channel) {
        var fanOut = fanOuts.get(channel);
        return fanOut == null ? 0 : fanOut.members();
    }

    /** Returns the first active sessions that are subscribed to a channel on this loop. */
    public List<Session> sessions(String channel, int limit) {
        var fanOut = fanOuts.get(channel);
        return fanOut == null ? List.of() : fanOut.sessions(limit);
    }

    EventLoop loop() {
        return loop;
    }

    /** Returns the number of priority tasks that were submitted so far. */
    long submittedTasks() {
        return priorityTasks.submitted();
    }

    /** Runs the next priority tasks up to this number of submitted tasks; returns false if some of them are left. */
    boolean runPriorityTasks(long submitted) {
        return priorityTasks.runUntil(submitted);
    }

    HubSettings settings() {
        return settings;
    }

    Metrics metrics() {
        return metrics;
    }

    Backlog backlog() {
        return backlog;
    }

    DeltaBases deltaBases() {
        return deltaBases;
    }

    /** Returns how often the broker was interrupted so far. */
    long interruptions() {
        return interruptions.getAsLong();
    }

    /** Returns the limit on subscriptions that end because their positions are lost. */
    UnsubscribeRate unsubscribeRate() {
        return unsubscribeRate;
    }

    PositionChecks positions() {
        return positions;
    }

    /** Removes a channel without subscribers on this loop. */
    void drop(ChannelFanOut fanOut) {
        fanOuts.remove(fanOut.channel(), fanOut);
        localChannels.release(fanOut);
    }

    private ChannelFanOut fanOut(String channel) {
        return fanOuts.computeIfAbsent(channel, name -> new ChannelFanOut(this, name));
    }

    private PendingSubscriber pending(
            Subscriber subscriber, ChannelFanOut fanOut, @Nullable HistoryRetention positioned) {
        if (positioned == null) {
            fanOut.retain();
        } else {
            fanOut.retainPositioned(positioned);
            subscriber.read(fanOut.openRecent());
        }
        return new PendingSubscriber(subscriber, fanOut, localChannels.acquire(fanOut));
    }
}
