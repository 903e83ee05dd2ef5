package dev.fanfare.core.node;

import dev.fanfare.core.activity.Activities;
import dev.fanfare.core.activity.MonitoredSubscription;
import dev.fanfare.core.hub.Hub;
import dev.fanfare.core.hub.PendingSubscriber;
import dev.fanfare.core.hub.Subscriber;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
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
 * One process: opens sessions, subscribes them, publishes. {@link #publish}, {@link #room} and {@link #close} are
 * thread-safe; what takes a session, a connection or a loop is confined to that event loop.
 */
public final class Node implements AutoCloseable {
    private final Engine engine;
    private final NodeSettings settings;
    private final Hub hub;
    private final Topics topics;
    private final Metrics metrics;
    private final Scheduler clock;
    private final Activities activities;
    private final Clients clients;
    private final IdentityHashMap<EventLoop, NodeLoop> loops = new IdentityHashMap<>();
    /** Why sessions are ended that are opened now; null while they may live. */
    private volatile @Nullable CloseReason closing;

    /** A node on these loops and this engine, which it starts and closes. */
    public Node(List<? extends EventLoop> loops, Engine engine, NodeSettings settings, Metrics metrics) {
        this.engine = engine;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = loops.getFirst();
        this.hub = new Hub(loops, engine.broker(), settings.hub(), metrics);
        this.topics = new Topics(engine.cluster());
        this.activities = new Activities(engine);
        this.clients = new Clients(engine.cluster(), topics, activities, this::priorityExecutor);
        loops.forEach(loop -> this.loops.put(loop, new NodeLoop(loop, hub.shard(loop), engine, settings, metrics)));
        engine.broker().start(hub);
        engine.cluster().start(clients);
    }

    /** The clients and users of the whole cluster. */
    public Clients clients() {
        return clients;
    }

    /** What protocols say from node to node. */
    public Topics topics() {
        return topics;
    }

    /** Where a program is told of clients that go, and of channels that are occupied and vacated. */
    public Activities activities() {
        return activities;
    }

    /** The engine, to ask for histories and presence. */
    public Engine engine() {
        return engine;
    }

    /**
     * Refuses options that this node's engine can't serve: to be called where they are read, at start-up.
     *
     * @throws IllegalArgumentException with the option
     */
    public void requireServed(ChannelOptions options) {
        if (options.retention() != null && !(engine.broker() instanceof HistoryBroker)) {
            throw new IllegalArgumentException("this engine keeps no history: " + options);
        }
        var positioned = options.positionedRetention();
        var checks = settings.hub().positions().checkInterval();
        if (positioned != null && positioned.metaAge().compareTo(checks.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a channel with positions keeps its meta data for at least two intervals"
                    + " of position checks, " + checks.multipliedBy(2) + ", not " + positioned.metaAge());
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
     * Says who a session's client is, once: it can be found by that id and user from then on, and take part in presence.
     *
     * @throws IllegalStateException when that was said before, the session is over, or the client id is taken
     */
    public void identify(Session session, ClientInfo info) {
        clients.add(session, info);
    }

    /**
     * Subscribes a session to a channel, directly: the channel's publications go to its wire, encoded by the encoder.
     *
     * @return the outcome, completed on the loop; fails with the engine's failure, and the session is not subscribed then
     * @throws IllegalArgumentException when the engine can't serve the options
     * @throws IllegalStateException when the channel has presence or joins, and nobody has said who the client is
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
        var positioned = options.positionedRetention();
        var pending =
                loop.shard().subscribe(session, channel, request.encoder(), options.slowClientPolicy(), positioned);
        var reader = reader(channel, options, request.since());
        watch(pending.subscriber(), activities.subscription(session, channel));
        var subscribing = new SubscribeOperation(
                session.loop(), handler, membership, reader, request.rejectUnrecovered(), pending);
        session.subscriptions().begin();
        var result = subscribing.start();
        result.whenComplete((outcome, failure) -> session.subscriptions().ended());
        return result;
    }

    /**
     * Subscribes application code to a channel: it gets the pushes themselves, on this loop, where it may not block.
     *
     * @return the outcome, completed on the loop; fails as above
     */
    public CompletionStage<SubscribeResult> subscribe(
            EventLoop eventLoop,
            String channel,
            ChannelOptions options,
            @Nullable StreamPosition since,
            ServerSubscription code) {
        ChannelName.require(channel);
        requireServed(options);
        var shard = loopOf(eventLoop).shard();
        var pending = shard.subscribe(code::onPush, channel, options.positionedRetention());
        began(code, pending);
        return new SubscribeOperation(eventLoop, code, null, reader(channel, options, since), false, pending).start();
    }

    /**
     * Runs tasks on one of this node's loops, in their order, each before that loop hands out a publication that is
     * published after the task was given. Thread-safe.
     */
    public Executor priorityExecutor(EventLoop loop) {
        return loopOf(loop).shard().priorityTasks();
    }

    /** Ends a session's subscription of the channel, answered or not. Does nothing when there is none. */
    public void unsubscribe(Session session, String channel) {
        var subscription = session.subscriptions().get(channel);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /**
     * Publishes into a channel. Never waits for clients.
     *
     * @return the broker's answer; fails with {@link OverloadedException} when the node's own loops are too far behind
     *     (nothing was published, see {@link #room}), and as
     *     {@link dev.fanfare.core.port.Broker#publish} does
     */
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        ChannelName.require(channel);
        if (hub.isOverloaded()) {
            metrics.published(0, false);
            return CompletableFuture.failedStage(new OverloadedException(
                    "more than " + settings.hub().backlogBytes() + " bytes wait for an event loop"));
        }
        if (metrics == Metrics.NONE) {
            // Timing costs another stage and its action for each publication.
            return engine.broker().publish(channel, publication, options);
        }
        long begin = clock.nanoTime();
        var answer = engine.broker().publish(channel, publication, options);
        answer.whenComplete((result, failure) -> metrics.published(clock.nanoTime() - begin, failure == null));
        return answer;
    }

    /**
     * Hands a publication to the subscribers of this node alone, past the broker: for channels whose publications come from
     * elsewhere. Called one at a time per channel; never waits. While the loops are too far behind, which is when
     * {@link #publish} refuses, it is dropped, counted as missed and logged.
     */
    public void deliver(String channel, Publication publication) {
        if (hub.isOverloaded()) {
            hub.drop(channel);
        } else {
            hub.onPush(channel, publication);
        }
    }

    /** Says that what comes by {@link #deliver} in those channels may lack something from here on: where it comes from was away. */
    public void interrupted(Predicate<String> affected) {
        hub.onInterrupted(affected);
    }

    /**
     * Tells when publications may have been missed for good: the engine, or another system that channels stand for, was away. The
     * names are those of channels with subscribers on this node that have no positions; who has one is told by it, and recovers.
     * Called after each interruption, when all is heard again, on a thread of the engine, which it may not block.
     */
    public void onMissedPublications(Consumer<? super Set<String>> listener) {
        hub.onMissedPublications(listener);
    }

    /** Completes when the event loops have caught up so far that publishing is sensible again. */
    public CompletionStage<Void> room() {
        return hub.room();
    }

    /** True while {@link #publish} is refused. */
    public boolean isOverloaded() {
        return hub.isOverloaded();
    }

    /** True on one of this node's event loops, where nothing may block. */
    public boolean inEventLoop() {
        for (var loop : loops.keySet()) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /** The channels with a subscriber on this node, with their numbers of subscribers; to be asked seldom. */
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

    /** Number of channels with a subscriber on this node. */
    public int channelCount() {
        return hub.channelCount();
    }

    /**
     * Ends all sessions as {@link DisconnectReason#SHUTDOWN}, and those that are opened later, too; completes when each has
     * begun to close.
     */
    public CompletionStage<Void> disconnectAll() {
        return disconnectAll(DisconnectReason.SHUTDOWN.reason(), Duration.ZERO);
    }

    /**
     * Ends all sessions, spread evenly over the time, so that their clients do not all come back at once; those that are opened
     * later at once. Completes when each has begun to close.
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

    /** Lets those who watch come to an end, and closes the engine; sessions are left to {@link #disconnectAll}. */
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
            throw new IllegalArgumentException("not a loop of this node: " + eventLoop);
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
            throw new IllegalStateException("nobody has said who this client is, and " + request.channel()
                    + " shows its clients to others: identify it first");
        }
        return new Membership(loop, request.channel(), () -> seen(session, handler), options);
    }

    private static ClientInfo seen(Session session, SubscriptionHandler handler) {
        return Objects.requireNonNull(session.info(), "stays known").withChanInfo(handler.chanInfo());
    }

    private @Nullable RecoveryReader reader(String channel, ChannelOptions options, @Nullable StreamPosition since) {
        var retention = options.positionedRetention();
        return retention == null || !(engine.broker() instanceof HistoryBroker broker)
                ? null
                : new RecoveryReader(
                        broker, channel, retention, options.recoveryMode(), since, settings.recoveryLimit());
    }
}
