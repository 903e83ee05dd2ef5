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
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The part of the hub that belongs to one event loop. Confined to that loop. */
public final class HubShard {
    private final EventLoop loop;
    private final HubSettings settings;
    private final LocalChannels localChannels;
    private final Metrics metrics;
    private final LongSupplier interruptions;
    private final Backlog backlog;
    private final PositionChecks positions;
    private final PriorityTasks priorityTasks;
    private final Map<String, ChannelFanOut> fanOuts = new HashMap<>();

    HubShard(
            EventLoop loop,
            HubSettings settings,
            LocalChannels localChannels,
            Broker broker,
            Metrics metrics,
            LongSupplier interruptions) {
        this.interruptions = interruptions;
        this.loop = loop;
        this.settings = settings;
        this.localChannels = localChannels;
        this.metrics = metrics;
        this.priorityTasks = new PriorityTasks(loop);
        this.backlog = new Backlog(settings.backlogBytes());
        var history = broker instanceof HistoryBroker remembers ? remembers : null;
        this.positions = new PositionChecks(loop, history, settings.positions(), metrics);
    }

    /**
     * Makes a pending subscriber of a session and sees to it that the channel's publications reach this loop. The caller
     * activates it when {@link PendingSubscriber#ready} has completed, or cancels it when that failed.
     *
     * @param positioned how much history is kept for a subscriber that gets each publication in its position, or is told;
     *     null for one that takes what comes
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

    /** Makes a pending subscriber of application code, as above. The code is called on this loop and may not block. */
    public PendingSubscriber subscribe(
            Consumer<? super Push> code, String channel, @Nullable HistoryRetention positioned) {
        var fanOut = fanOut(channel);
        return pending(new ServerSubscriber(code, fanOut, positioned != null), fanOut, positioned);
    }

    /**
     * Runs tasks on this loop, in their order, each before any publication is handed out that is posted after it was given.
     * Thread-safe.
     */
    public Executor priorityTasks() {
        return priorityTasks;
    }

    /** The channels of this loop, with their numbers of subscribers. */
    public Map<String, Integer> sizes() {
        var sizes = HashMap.<String, Integer>newHashMap(fanOuts.size());
        fanOuts.forEach((channel, fanOut) -> sizes.put(channel, fanOut.members()));
        return sizes;
    }

    EventLoop loop() {
        return loop;
    }

    /** Does now what has to be done priorityTasks of the publications that were posted so far. */
    void runPriorityTasks() {
        priorityTasks.run();
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

    /** How often the broker was interrupted so far. */
    long interruptions() {
        return interruptions.getAsLong();
    }

    PositionChecks positions() {
        return positions;
    }

    /** Forgets a channel that nobody on this loop wants any more. */
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
