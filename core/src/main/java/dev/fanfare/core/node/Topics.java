package dev.fanfare.core.node;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.port.Cluster;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages between nodes, for protocols: each has a topic, and the node's part that listens to it gets them. At most once,
 * in order between two nodes. Thread-safe.
 */
public final class Topics {
    /** Takes messages of one topic, on any thread; returns soon. */
    @FunctionalInterface
    public interface TopicListener {
        void onMessage(String fromNode, byte[] message);
    }

    private final Cluster cluster;
    private final Map<String, TopicListener> listeners = new ConcurrentHashMap<>();

    Topics(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Id of this node, by which others {@link #send} to it. */
    public String self() {
        return cluster.self();
    }

    /**
     * Gives what is sent to the topic to the listener from now on.
     *
     * @throws IllegalStateException when the topic has one
     */
    public void listen(String topic, TopicListener listener) {
        if (listeners.putIfAbsent(topic, listener) != null) {
            throw new IllegalStateException("somebody listens to " + topic + " already");
        }
    }

    /**
     * Sends to one node; a node that nobody listens on drops it.
     *
     * @return completes when the message is on its way; fails with {@link dev.fanfare.core.port.EngineException} when the
     *     node is not known
     */
    public CompletionStage<Void> send(String node, String topic, byte[] message) {
        return cluster.send(node, NodeMessageCodec.encode(new NodeMessage.OfTopic(topic, Payload.binary(message))));
    }

    /** Sends to all nodes, this one included. */
    public CompletionStage<Void> sendAll(String topic, byte[] message) {
        return cluster.sendAll(NodeMessageCodec.encode(new NodeMessage.OfTopic(topic, Payload.binary(message))));
    }

    void deliver(String fromNode, NodeMessage.OfTopic message) {
        var listener = listeners.get(message.topic());
        if (listener != null) {
            listener.onMessage(fromNode, message.body().bytes());
        }
    }
}
