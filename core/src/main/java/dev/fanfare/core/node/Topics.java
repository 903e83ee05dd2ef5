package dev.fanfare.core.node;

import dev.fanfare.core.port.Cluster;
import dev.fanfare.model.channel.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages that protocols exchange between nodes, by topic. Thread-safe. Delivered at most once, in order between two
 * nodes.
 */
public final class Topics {
    /**
     * Receives the messages of one topic on any thread; must return promptly. Throws an {@link
     * dev.fanfare.model.channel.EngineException} if it cannot decode a message.
     */
    @FunctionalInterface
    public interface TopicListener {
        void onMessage(String fromNode, byte[] message);
    }

    /** Answers the questions of one topic on any thread; the stage must complete promptly. */
    @FunctionalInterface
    public interface TopicAnswerer {
        CompletionStage<byte[]> onQuestion(byte[] question);
    }

    private final Cluster cluster;
    private final Map<String, TopicAnswerer> answerers = new ConcurrentHashMap<>();
    private final Map<String, TopicListener> listeners = new ConcurrentHashMap<>();

    Topics(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Returns the id of this node, which other nodes pass to {@link #send}. */
    public String self() {
        return cluster.self();
    }

    /**
     * Registers the listener of a topic.
     *
     * @throws IllegalStateException if the topic has a listener
     */
    public void listen(String topic, TopicListener listener) {
        if (listeners.putIfAbsent(topic, listener) != null) {
            throw new IllegalStateException("topic " + topic + " already has a listener");
        }
    }

    /**
     * Sends a message to one node, which drops it if it has no listener.
     *
     * @return completes when the message has been sent; fails with {@link dev.fanfare.model.channel.EngineException} if
     *     the node is unknown
     */
    public CompletionStage<Void> send(String node, String topic, byte[] message) {
        return cluster.send(node, NodeMessageCodec.encode(new NodeMessage.OfTopic(topic, Payload.binary(message))));
    }

    /** Sends a message to all nodes, this node included. */
    public CompletionStage<Void> sendAll(String topic, byte[] message) {
        return cluster.sendAll(NodeMessageCodec.encode(new NodeMessage.OfTopic(topic, Payload.binary(message))));
    }

    /**
     * Registers the answerer of a topic.
     *
     * @throws IllegalStateException if the topic has an answerer
     */
    public void answer(String topic, TopicAnswerer answerer) {
        if (answerers.putIfAbsent(topic, answerer) != null) {
            throw new IllegalStateException("topic " + topic + " already has an answerer");
        }
    }

    /**
     * Sends a question to all nodes, this node included, and collects the answers by node until the timeout. A node
     * that fails is missing; a node without an answerer returns an empty answer.
     */
    public CompletionStage<Map<String, byte[]>> survey(String topic, byte[] question, Duration timeout) {
        return cluster.survey(
                NodeMessageCodec.encode(new NodeMessage.OfTopic(topic, Payload.binary(question))), timeout);
    }

    CompletionStage<byte[]> answer(NodeMessage.OfTopic question) {
        var answerer = answerers.get(question.topic());
        return answerer == null
                ? CompletableFuture.completedStage(new byte[0])
                : answerer.onQuestion(question.body().bytes());
    }

    void deliver(String fromNode, NodeMessage.OfTopic message) {
        var listener = listeners.get(message.topic());
        if (listener != null) {
            listener.onMessage(fromNode, message.body().bytes());
        }
    }
}
