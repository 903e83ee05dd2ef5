package dev.fanfare.core.node;

import dev.fanfare.core.channel.ChannelName;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.hub.Hub;
import dev.fanfare.core.hub.HubShard;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.Metrics;
import dev.fanfare.core.port.OverloadedException;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.core.port.PublishResult;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Disconnect;
import dev.fanfare.core.session.HeartbeatWheel;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionContext;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process: opens sessions, subscribes them, publishes. {@link #publish}, {@link #room} and {@link #close} are
 * thread-safe; what takes a session or a connection is confined to its event loop.
 */
public final class Node implements AutoCloseable {
    private final Broker broker;
    private final NodeSettings settings;
    private final Hub hub;
    private volatile boolean closing;
    private final IdentityHashMap<EventLoop, SessionContext> contexts = new IdentityHashMap<>();

    /** A node on these loops and this broker, which it starts and closes. */
    public Node(List<? extends EventLoop> loops, Broker broker, NodeSettings settings) {
        this.broker = broker;
        this.settings = settings;
        this.hub = new Hub(loops, broker, settings.hub());
        loops.forEach(loop -> contexts.put(loop, context(loop, settings.session())));
        broker.start(hub::post);
    }

    /** Opens a session on a new connection. */
    public Session open(Connection connection, Function<Session, SessionListener> listener) {
        var context = contexts.get(connection.loop());
        if (context == null) {
            throw new IllegalArgumentException("not a loop of this node: " + connection.loop());
        }
        var session = new Session(connection, context, listener);
        if (closing) {
            connection.loop().execute(() -> session.disconnect(Disconnect.SHUTDOWN));
        }
        return session;
    }

    /**
     * Subscribes a session to a channel, directly: the channel's publications go to its wire, encoded by the encoder.
     *
     * @param answer tells the client, if its protocol does; runs on the loop, before the channel's first publication,
     *     and everything published after it arrives
     * @return the outcome, completed on the loop; fails with the broker's failure, and the session is not subscribed then
     */
    public CompletionStage<SubscribeResult> subscribe(
            Session session, String channel, PushEncoder encoder, Runnable answer) {
        ChannelName.require(channel);
        if (!session.isOpen()) {
            return CompletableFuture.completedStage(SubscribeResult.CANCELLED);
        }
        if (session.subscriptions().get(channel) != null) {
            return CompletableFuture.completedStage(SubscribeResult.ALREADY_SUBSCRIBED);
        }
        if (!session.subscriptions().hasRoom()) {
            return CompletableFuture.completedStage(SubscribeResult.LIMIT_EXCEEDED);
        }
        var pending = hub.shard(session.loop()).subscribe(session, channel, encoder);
        var result = new CompletableFuture<SubscribeResult>();
        pending.ready()
                .whenComplete((nothing, failure) -> onLoop(session.loop(), () -> {
                    settle(pending, failure, answer, result);
                }));
        return result;
    }

    private static void settle(
            HubShard.Pending pending,
            @Nullable Throwable failure,
            Runnable answer,
            CompletableFuture<SubscribeResult> result) {
        var subscriber = pending.subscriber();
        if (failure != null) {
            subscriber.cancel();
            result.completeExceptionally(failure);
        } else if (subscriber.isCancelled()) {
            result.complete(SubscribeResult.CANCELLED);
        } else {
            answer.run();
            subscriber.activate();
            result.complete(SubscribeResult.SUBSCRIBED);
        }
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
     *     (nothing was published, see {@link #room}), and as {@link Broker#publish} does
     */
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        ChannelName.require(channel);
        if (hub.isOverloaded()) {
            return CompletableFuture.failedStage(new OverloadedException(
                    "more than " + settings.hub().backlogBytes() + " bytes wait for an event loop"));
        }
        return broker.publish(channel, publication, options);
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
        for (var loop : contexts.keySet()) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /** Number of channels with a subscriber on this node. */
    public int channelCount() {
        return hub.channelCount();
    }

    /**
     * Ends all sessions as {@link Disconnect#SHUTDOWN}, and those that are opened later, too; completes when each has
     * begun to close.
     */
    public CompletionStage<Void> disconnectAll() {
        closing = true;
        return CompletableFuture.allOf(contexts.entrySet().stream()
                .map(entry -> CompletableFuture.runAsync(
                        () -> entry.getValue()
                                .wheel()
                                .sessions()
                                .forEach(session -> session.disconnect(Disconnect.SHUTDOWN)),
                        entry.getKey()))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Closes the broker; sessions are left to {@link #disconnectAll}. */
    @Override
    public void close() {
        broker.close();
    }

    private static SessionContext context(EventLoop loop, SessionSettings settings) {
        return new SessionContext(settings, new HeartbeatWheel(loop, settings), Metrics.NONE);
    }

    private static void onLoop(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
