package dev.fanfare.core.node;

import dev.fanfare.core.activity.Activities;
import dev.fanfare.core.hub.Hub;
import dev.fanfare.core.node.NodeMessage.Direct;
import dev.fanfare.core.node.NodeMessage.DisconnectClient;
import dev.fanfare.core.node.NodeMessage.DisconnectUser;
import dev.fanfare.core.node.NodeMessage.OfTopic;
import dev.fanfare.core.node.NodeMessage.UnsubscribeUser;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.trace.TraceEvent.Step;
import dev.fanfare.core.trace.TraceTarget;
import dev.fanfare.core.trace.Traces;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Clients and users of the whole cluster, addressed by client id or user. Thread-safe. Requests to other nodes are
 * delivered at most once and are not confirmed.
 */
public final class Clients implements Cluster.ClusterListener {
    private static final char SEPARATOR = '.';

    private final Cluster cluster;
    private final Topics topics;
    private final Activities activities;
    private final Traces traces;
    private final Hub hub;
    private final Sessions sessions = new Sessions();
    private final AtomicLong lastNumber = new AtomicLong();

    /** Creates the clients of this cluster; messages to sessions of this node count in the backlogs of the hub. */
    Clients(Cluster cluster, Topics topics, Activities activities, Traces traces, Hub hub) {
        this.activities = activities;
        this.traces = traces;
        this.cluster = cluster;
        this.topics = topics;
        this.hub = hub;
    }

    /** Returns a new client id, which is unique in the cluster and contains the node's id. */
    public String newId() {
        return cluster.self() + SEPARATOR + Long.toString(lastNumber.incrementAndGet(), Character.MAX_RADIX);
    }

    /** Returns the number of users with sessions on this node; all anonymous users count as one. */
    public int userCount() {
        return sessions.users();
    }

    /** Returns the number of identified sessions on this node. */
    public int size() {
        return sessions.size();
    }

    /**
     * Sends a message to the listener of a session. Has no effect if the session has ended. A node whose event loops
     * are overloaded rejects its own messages, and drops messages from other nodes.
     *
     * @return completes when the message has been sent; fails with {@link dev.fanfare.model.channel.EngineException} if
     *     the client's node is unknown, and with {@link OverloadedException} if the client is connected to this node
     *     and the event loops of this node are overloaded (see {@link Node#room})
     * @throws IllegalArgumentException if the id was not made by {@link #newId}
     */
    public CompletionStage<Void> send(String client, Payload message) {
        if (sessions.ofClient(client) != null && hub.isOverloaded()) {
            hub.reject();
            return CompletableFuture.failedStage(new OverloadedException(
                    "message rejected: the event loops have reached the limit of queued messages; retry later"));
        }
        return toOwner(client, new Direct(client, message));
    }

    /** Ends one session, if it exists. Completes as {@link #send} does. */
    public CompletionStage<Void> disconnectClient(String client, CloseReason reason) {
        return toOwner(client, new DisconnectClient(client, reason));
    }

    /**
     * Ends all sessions of a user; the empty user stands for all anonymous ones. Completes when the request has been
     * sent to all nodes.
     */
    public CompletionStage<Void> disconnect(String user, CloseReason reason) {
        return cluster.sendAll(NodeMessageCodec.encode(new DisconnectUser(user, reason)));
    }

    /**
     * Ends all subscriptions of a user to the channel and informs their owners. Completes when the request has been
     * sent to all nodes.
     */
    public CompletionStage<Void> unsubscribe(String user, String channel) {
        return cluster.sendAll(NodeMessageCodec.encode(new UnsubscribeUser(user, channel)));
    }

    /** Returns the user's sessions on this node; each session is confined to its loop. */
    public Collection<Session> ofUser(String user) {
        return sessions.ofUser(user);
    }

    @Override
    public void onMessage(String fromNode, byte[] bytes) {
        handle(fromNode, NodeMessageCodec.decode(bytes));
    }

    /** An unknown question fails, so this node is missing from the answers. */
    @Override
    public CompletionStage<byte[]> onSurvey(String fromNode, byte[] question) {
        try {
            return NodeMessageCodec.decode(question) instanceof OfTopic ofTopic
                    ? topics.answer(ofTopic)
                    : CompletableFuture.completedStage(new byte[0]);
        } catch (EngineException unknown) {
            return CompletableFuture.failedStage(unknown);
        }
    }

    void add(Session session, ClientInfo info) {
        session.identify(info, () -> {
            sessions.add(session, info);
            var watched = activities.client(session, info);
            return reason -> {
                sessions.remove(session, info);
                watched.accept(reason);
                if (traces.isOn()) {
                    trace(info, Step.DISCONNECTED, reason.code() + " " + reason.reason());
                }
            };
        });
        if (traces.isOn()) {
            traces.attach(session);
            trace(info, Step.CONNECTED, "from " + session.connection().remoteAddress());
        }
    }

    /** Starts or ends the observation of the sessions of a target, after its trace has been started or stopped. */
    public void attachTraces(TraceTarget target) {
        switch (target.kind()) {
            case USER -> each(target.name(), traces::attach);
            case CLIENT -> one(target.name(), traces::attach);
            case CHANNEL -> {}
        }
    }

    private void trace(ClientInfo info, Step kind, String detail) {
        traces.record(info, kind, "", "", 0, detail, null);
    }

    private void handle(String fromNode, NodeMessage message) {
        switch (message) {
            case DisconnectUser disconnect ->
                each(disconnect.user(), session -> session.disconnect(disconnect.reason()));
            case UnsubscribeUser unsubscribe ->
                each(unsubscribe.user(), session -> unsubscribe(session, unsubscribe.channel()));
            case DisconnectClient disconnect ->
                one(disconnect.client(), session -> session.disconnect(disconnect.reason()));
            case OfTopic ofTopic -> topics.deliver(fromNode, ofTopic);
            case Direct direct -> deliver(direct);
        }
    }

    /** Sends a message to the client's node, which may be this one. */
    private CompletionStage<Void> toOwner(String client, NodeMessage message) {
        if (sessions.ofClient(client) != null) {
            handle(cluster.self(), message);
            return CompletableFuture.completedStage(null);
        }
        int separator = client.lastIndexOf(SEPARATOR);
        if (separator <= 0) {
            throw new IllegalArgumentException("a client id must come from Clients.newId(), got '" + client + "'");
        }
        var node = client.substring(0, separator);
        return node.equals(cluster.self())
                ? CompletableFuture.completedStage(null)
                : cluster.send(node, NodeMessageCodec.encode(message));
    }

    private void deliver(Direct direct) {
        var session = sessions.ofClient(direct.client());
        if (session != null
                && !hub.shard(session.loop()).post(direct.message().size(), () -> session.onDirect(direct.message()))) {
            hub.dropDirect(direct.client());
        }
    }

    private void one(String client, Consumer<Session> action) {
        var session = sessions.ofClient(client);
        if (session != null) {
            hub.shard(session.loop()).priorityTasks().execute(() -> action.accept(session));
        }
    }

    private void each(String user, Consumer<Session> action) {
        sessions.ofUser(user).forEach(session -> session.loop().execute(() -> action.accept(session)));
    }

    private static void unsubscribe(Session session, String channel) {
        var subscription = session.subscriptions().get(channel);
        if (subscription != null) {
            subscription.end(UnsubscribeReason.SERVER);
        }
    }
}
