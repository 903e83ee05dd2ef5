package dev.fanfare.core.node;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.node.NodeMessage.Direct;
import dev.fanfare.core.node.NodeMessage.DisconnectUser;
import dev.fanfare.core.node.NodeMessage.UnsubscribeUser;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.Unsubscribe;
import dev.fanfare.core.transport.CloseReason;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients and users of the whole cluster: reaches a session by its client id, and all of a user's, on whichever node they
 * are. Thread-safe. What is asked for arrives at most once, and is not confirmed by other nodes.
 */
public final class Clients implements Cluster.ClusterListener {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
    private static final char SEPARATOR = '.';

    private final Cluster cluster;
    private final Sessions sessions = new Sessions();
    private final AtomicLong lastNumber = new AtomicLong();

    Clients(Cluster cluster) {
        this.cluster = cluster;
    }

    /** An id for a client of this node, which no other client of any node has or had; it says on which node to look. */
    public String newId() {
        return cluster.self() + SEPARATOR + Long.toString(lastNumber.incrementAndGet(), Character.MAX_RADIX);
    }

    /** Number of identified sessions on this node. */
    public int size() {
        return sessions.size();
    }

    /**
     * Sends a message to the listener of the session with this id, which was made by {@link #newId} of any node. A session
     * that is gone gets nothing, and nobody is told.
     *
     * @return completes when the message is on its way; fails with {@link dev.fanfare.core.port.EngineException} when the
     *     client's node is not known
     */
    public CompletionStage<Void> send(String client, Payload message) {
        var session = sessions.ofClient(client);
        if (session != null) {
            deliver(session, message);
            return CompletableFuture.completedStage(null);
        }
        var node = client.substring(0, Math.max(0, client.lastIndexOf(SEPARATOR)));
        return node.equals(cluster.self())
                ? CompletableFuture.completedStage(null)
                : cluster.send(node, NodeMessageCodec.encode(new Direct(client, message)));
    }

    /** Ends all sessions of a user; the empty name is that of all anonymous ones. Completes when all nodes were told. */
    public CompletionStage<Void> disconnect(String user, CloseReason reason) {
        return cluster.sendAll(NodeMessageCodec.encode(new DisconnectUser(user, reason)));
    }

    /** Ends all of a user's subscriptions of the channel, and tells their owners. Completes when all nodes were told. */
    public CompletionStage<Void> unsubscribe(String user, String channel) {
        return cluster.sendAll(NodeMessageCodec.encode(new UnsubscribeUser(user, channel)));
    }

    @Override
    public void onMessage(String fromNode, byte[] bytes) {
        try {
            handle(NodeMessageCodec.decode(bytes));
        } catch (UncheckedIOException unknown) {
            LOG.warn("node {} said what this one does not understand", fromNode, unknown);
        }
    }

    /** Nothing is asked yet between nodes of this version: an empty answer. */
    @Override
    public CompletionStage<byte[]> onSurvey(String fromNode, byte[] question) {
        return CompletableFuture.completedStage(new byte[0]);
    }

    void add(Session session, ClientInfo info) {
        session.identify(info, () -> {
            sessions.add(session, info);
            return () -> sessions.remove(session, info);
        });
    }

    private void handle(NodeMessage message) {
        switch (message) {
            case DisconnectUser disconnect ->
                each(disconnect.user(), session -> session.disconnect(disconnect.reason()));
            case UnsubscribeUser unsubscribe ->
                each(unsubscribe.user(), session -> unsubscribe(session, unsubscribe.channel()));
            case Direct direct -> {
                var session = sessions.ofClient(direct.client());
                if (session != null) {
                    deliver(session, direct.message());
                }
            }
        }
    }

    private void each(String user, Consumer<Session> action) {
        sessions.ofUser(user).forEach(session -> session.loop().execute(() -> action.accept(session)));
    }

    private static void unsubscribe(Session session, String channel) {
        var subscription = session.subscriptions().get(channel);
        if (subscription != null) {
            subscription.end(Unsubscribe.SERVER);
        }
    }

    private static void deliver(Session session, Payload message) {
        session.loop().execute(() -> session.onDirect(message));
    }
}
