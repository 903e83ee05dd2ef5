package dev.fanfare.core.node;

import dev.fanfare.core.activity.Activities;
import dev.fanfare.core.activity.MonitoredSubscription;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.hub.Hub;
import dev.fanfare.core.hub.PendingSubscriber;
import dev.fanfare.core.hub.Subscriber;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.trace.Traces;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster: opens sessions, subscribes them, and publishes. Thread-safe, except for methods that take a
 * session, a connection or a loop: these are confined to that event loop.
 */
public final class Node implements AutoCloseable {
    private final Engine engine;
    private final NodeSettings settings;
    private final Hub hub;
    private final Topics topics;
    private final Metrics metrics;
    private final MemoryGovernor governor;
    private final Scheduler clock;
    private final Activities activities;
    private final Traces traces;
    private final Clients clients;
    private final SubscriptionMemory subscriptionMemory;
    private final IdentityHashMap<EventLoop, NodeLoop> loops = new IdentityHashMap<>();
    /** The reason for ending new sessions; null while the node is open. */
    private volatile @Nullable CloseReason closing;

    /** Creates a node without memory budgets, as below. */
    public Node(List<? extends EventLoop> loops, Engine engine, NodeSettings settings, Metrics metrics) {
        this(loops, engine, settings, metrics, MemoryGovernor.unlimited());
    }

    /** Creates a node on these loops and starts the engine; {@link #close} closes the engine. */
    public Node(
            List<? extends EventLoop> loops,
            Engine engine,
            NodeSettings settings,
            Metrics metrics,
            MemoryGovernor governor) {
        this.engine = engine;
        this.settings = settings;
        this.metrics = metrics;
        this.governor = governor;
        this.clock = loops.getFirst();
        this.hub = new Hub(loops, engine.broker(), settings.hub(), metrics, governor);
        this.subscriptionMemory = new SubscriptionMemory(governor.budget(MemoryKind.SUBSCRIPTIONS));
        this.topics = new Topics(engine.cluster());
        this.activities = new Activities(engine);
        this.traces = new Traces(clock::nanoTime);
        this.clients = new Clients(engine.cluster(), topics, activities, traces, hub);
        loops.forEach(loop -> this.loops.put(loop, new NodeLoop(loop, hub.shard(loop), engine, settings, metrics)));
        engine.broker().start(hub);
        engine.cluster().start(clients);
        engine.presence()
                .onEntriesLost(affected -> this.loops
                        .values()
                        .forEach(
                                each -> each.loop().execute(() -> each.renewal().renew(affected))));
    }

    /** Returns the clients and users of the whole cluster. */
    public Clients clients() {
        return clients;
    }

    /** Returns the messages that protocols exchange between nodes. */
    public Topics topics() {
        return topics;
    }

    /** Returns the registry of activity listeners. */
    public Activities activities() {
        return activities;
    }

    /** Returns the traces that run on this node. */
    public Traces traces() {
        return traces;
    }

    /** Returns the memory budgets of this node. */
    public MemoryGovernor governor() {
        return governor;
    }

    /** Returns the settings of this node. */
    public NodeSettings settings() {
        return settings;
    }

    /** Returns the engine, for access to histories and presence. */
    public Engine engine() {
        return engine;
    }

    /**
     * Rejects options that this node's engine does not support. Call it at startup, where options are read.
     *
     * @throws IllegalArgumentException with the unsupported option
     */
    public void requireServed(ChannelOptions options) {
        if (options.retention() != null && !(engine.broker() instanceof HistoryBroker)) {
            throw new IllegalArgumentException(
                    "this engine does not support history, which the options require: " + options);
        }
        var positioned = options.positionedRetention();
        var twoChecks = settings.hub().positions().checkInterval().multipliedBy(2);
        if (positioned != null && positioned.metaAge().compareTo(twoChecks) < 0) {
            throw new IllegalArgumentException(
                    "the metaAge of a channel with positions must be at least two check intervals, " + twoChecks
                            + ", got " + positioned.metaAge());
        }
    }

    /** Opens a session on a new connection. */
    public Session open(Connection connection, Function<Session, SessionListener> listener) {
        var loop = loopOf(connection.loop());
        var session = new Session(connection, loop.sessions(), listener);
        var reason = closing;
        if (reason != null) {
            connection.loop().execute(() -> session.disconnect(reason));
        }
        return session;
    }

    /**
     * Identifies the client of a session, once. From then on, the session is found by client id and user, and can take
     * part in presence.
     *
     * @throws IllegalStateException if the session was already identified or has ended, or if another session has the
     *     client id
     */
    public void identify(Session session, ClientInfo info) {
        clients.add(session, info);
    }

    /**
     * Subscribes a session to a channel. The encoder's frames go directly to its connection.
     *
     * @return the outcome, completed on the loop; fails with the failure of the engine, or with {@link
     *     LimitExceededException} if the node has no memory for further subscriptions, in which cases the session is
     *     not subscribed
     * @throws IllegalArgumentException if the engine does not support the options
     * @throws IllegalStateException if the channel has presence or join and leave messages, and the session is not
     *     identified
     */
    public CompletionStage<SubscribeResult> subscribe(
            Session session, SubscribeRequest request, SubscriptionHandler handler) {
        var channel = request.channel();
        var refused = refusal(session, channel);
        if (refused != null) {
            return CompletableFuture.completedStage(refused);
        }
        var options = request.options();
        requireServed(options);
        var loop = loopOf(session.loop());
        var membership = membership(loop, session, request, handler);
        var positioned = positioned(options);
        long bytes;
        try {
            bytes = subscriptionMemory.reserve(request, handler);
        } catch (LimitExceededException full) {
            return CompletableFuture.failedStage(full);
        }
        var pending =
                loop.shard().subscribe(session, channel, request.encoder(), options.slowClientPolicy(), positioned);
        var reader = reader(channel, options, request.since());
        watch(pending.subscriber(), activities.subscription(session, channel));
        var subscribing =
                new SubscribeOperation(loop, handler, membership, reader, request.rejectUnrecovered(), pending);
        session.subscriptions().begin();
        var result = subscribing.start();
        result.whenComplete((outcome, failure) -> {
            session.subscriptions().ended();
            subscriptionMemory.releaseAtEnd(pending.subscriber(), bytes);
        });
        return result;
    }

    /**
     * Subscribes application code to a channel. It receives the pushes on this loop and must not block.
     *
     * @return the outcome, completed on the loop; fails as for a session
     */
    public CompletionStage<SubscribeResult> subscribe(
            EventLoop eventLoop,
            String channel,
            ChannelOptions options,
            @Nullable StreamPosition since,
            ServerSubscription code) {
        requireServed(options);
        var loop = loopOf(eventLoop);
        var pending = loop.shard().subscribe(code::onPush, channel, positioned(options));
        began(code, pending);
        return new SubscribeOperation(loop, code, null, reader(channel, options, since), false, pending).start();
    }

    /**
     * Returns an executor that runs tasks on one of this node's loops in order. Each task runs before the loop delivers
     * any publication that is published after the task was submitted. Thread-safe.
     */
    public Executor priorityExecutor(EventLoop loop) {
        return loopOf(loop).shard().priorityTasks();
    }

    /** Ends a session's subscription of the channel, pending or active. Has no effect if there is none. */
    public void unsubscribe(Session session, String channel) {
        var subscription = session.subscriptions().get(channel);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /**
     * Publishes to a channel. Never waits for clients.
     *
     * @param channel a valid name; callers validate the names that clients and applications send (see {@link
     *     dev.fanfare.model.channel.ChannelName})
     * @return the outcome; fails with {@link OverloadedException} if the event loops of this node are overloaded
     *     (nothing was published, see {@link #room}), with {@link LimitExceededException} if the publication is larger
     *     than the outbox of a client, and as {@link dev.fanfare.core.port.Broker#publish} does
     */
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        int limit = settings.session().outboxMaxBytes();
        if (publication.payload().size() > limit) {
            metrics.published(0, false);
            return CompletableFuture.failedStage(new LimitExceededException("a publication must have at most " + limit
                    + " bytes, the size of a client's outbox, got "
                    + publication.payload().size()
                    + ": publish a reference to the data, or raise FanfareSettings.withOutboxMaxBytes"
                    + " (client.queue-max-size of the push server)"));
        }
        if (hub.isOverloaded()) {
            hub.reject();
            metrics.published(0, false);
            return CompletableFuture.failedStage(new OverloadedException("publish rejected: an event loop has "
                    + settings.hub().backlogBytes()
                    + " bytes of queued publications and events, or all loops have reached the memory budget;"
                    + " retry later"));
        }
        if (metrics == Metrics.NONE) {
            // The measurement costs another stage per publication.
            return engine.broker().publish(channel, publication, options);
        }
        long begin = clock.nanoTime();
        var answer = engine.broker().publish(channel, publication, options);
        answer.whenComplete((result, failure) -> metrics.published(clock.nanoTime() - begin, failure == null));
        return answer;
    }

    /**
     * Delivers a publication to the subscribers of this node without the broker, for channels with an external source.
     * Called sequentially per channel; never blocks. If the node is overloaded, the publication is dropped, counted as
     * missed, and logged.
     */
    public void deliver(String channel, Publication publication) {
        if (hub.isOverloaded()) {
            hub.drop(channel);
        } else {
            hub.onPush(channel, publication);
        }
    }

    /**
     * Reports that publications of {@link #deliver} may have been missed in these channels, because their source was
     * unreachable.
     */
    public void interrupted(Predicate<String> affected) {
        hub.onInterrupted(affected);
    }

    /**
     * Registers a listener for channels that may have missed publications permanently, because the engine or an
     * external system was unreachable. It receives the channels that have subscribers without position on this node;
     * positioned subscribers recover instead. Called after each interruption, once delivery has resumed, on an engine
     * thread that must not be blocked.
     */
    public void onMissedPublications(Consumer<? super Set<String>> listener) {
        hub.onMissedPublications(listener);
    }

    /** Completes when the event loops have caught up, so that {@link #publish} is likely to be accepted. */
    public CompletionStage<Void> room() {
        return hub.room();
    }

    /** Returns true while {@link #publish} is rejected. */
    public boolean isOverloaded() {
        return hub.isOverloaded();
    }

    /** Returns the channels with subscribers on this node and their sizes. Expensive. */
    public CompletionStage<Map<String, Integer>> channelSizes() {
        var sizes = new ConcurrentHashMap<String, Integer>();
        return CompletableFuture.allOf(loops.values().stream()
                        .map(loop -> CompletableFuture.runAsync(
                                () -> loop.shard()
                                        .sizes()
                                        .forEach((name, size) -> sizes.merge(name, size, Integer::sum)),
                                loop.loop()))
                        .toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> sizes);
    }

    /** Returns the reads for operators. */
    public NodeInspection inspection() {
        return new NodeInspection(loops.values(), hub);
    }

    /** Returns the number of channels with a subscriber on this node. */
    public int channelCount() {
        return hub.channelCount();
    }

    /**
     * Ends all current and future sessions with {@link DisconnectReason#SHUTDOWN}. Completes when every session has
     * started to close.
     */
    public CompletionStage<Void> disconnectAll() {
        return disconnectAll(DisconnectReason.SHUTDOWN.reason(), Duration.ZERO);
    }

    /**
     * Ends all sessions, spread evenly over a period, so that their clients do not all reconnect at once. New sessions
     * end at once. Completes when every session has started to close.
     */
    public CompletionStage<Void> disconnectAll(CloseReason reason, Duration over) {
        closing = reason;
        return CompletableFuture.allOf(loops.values().stream()
                .map(loop -> CompletableFuture.supplyAsync(
                                () -> new Drain(
                                                loop.loop(),
                                                loop.sessions().wheel().sessions(),
                                                reason,
                                                over)
                                        .start(),
                                loop.loop())
                        .thenCompose(done -> done))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Closes the activity listeners and the engine. Does not end sessions; see {@link #disconnectAll}. */
    @Override
    public void close() {
        activities.close();
        engine.close();
    }

    private static void watch(Subscriber subscriber, @Nullable MonitoredSubscription watched) {
        if (watched != null) {
            subscriber.onAnswer(watched::begin);
            subscriber.onEnd(() -> watched.end(subscriber.endedBy()));
        }
    }

    private static void began(ServerSubscription code, PendingSubscriber pending) {
        try {
            code.onStarted(pending.subscriber());
        } catch (RuntimeException | Error bug) {
            pending.subscriber().cancel();
            throw bug;
        }
    }

    private NodeLoop loopOf(EventLoop eventLoop) {
        var loop = loops.get(eventLoop);
        if (loop == null) {
            throw new IllegalArgumentException("not an event loop of this node: " + eventLoop);
        }
        return loop;
    }

    private static @Nullable Refused refusal(Session session, String channel) {
        if (!session.isOpen()) {
            return Refused.CANCELLED;
        }
        if (session.subscriptions().get(channel) != null) {
            return Refused.ALREADY_SUBSCRIBED;
        }
        return session.subscriptions().hasRoom() ? null : Refused.LIMIT_EXCEEDED;
    }

    private static @Nullable Membership membership(
            NodeLoop loop, Session session, SubscribeRequest request, SubscriptionHandler handler) {
        var options = request.options();
        if (!options.hasPresence() && !options.hasJoinLeave()) {
            return null;
        }
        if (session.info() == null) {
            throw new IllegalStateException(
                    "channel " + request.channel() + " requires an identified session: call identify() first");
        }
        return new Membership(loop, request.channel(), () -> seen(session, handler), options);
    }

    private static ClientInfo seen(Session session, SubscriptionHandler handler) {
        return Objects.requireNonNull(session.info(), "an identified session").withChanInfo(handler.chanInfo());
    }

    /** Keeps the epoch of a channel without publications until its next position check but one. */
    private @Nullable HistoryRetention positioned(ChannelOptions options) {
        var retention = options.positionedRetention();
        return retention == null ? null : settings.hub().positions().keepWhileChecked(retention);
    }

    private @Nullable RecoveryReader reader(String channel, ChannelOptions options, @Nullable StreamPosition since) {
        var retention = positioned(options);
        return retention == null || !(engine.broker() instanceof HistoryBroker broker)
                ? null
                : new RecoveryReader(
                        broker, channel, retention, options.recoveryMode(), since, settings.recoveryLimit());
    }
}
