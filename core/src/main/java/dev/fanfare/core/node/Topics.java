package dev.fanfare.core.node;

import dev.fanfare.core.port.Cluster;
import dev.fanfare.model.channel.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    /** Answers questions of one topic, on any thread; what it returns completes soon. */
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
     * @return completes when the message is on its way; fails with {@link dev.fanfare.model.channel.EngineException} when the
     *     node is not known
     */
    public CompletionStage<Void> send(String node, String topic, byte[] message) {
        return cluster.send(node, NodeMessageCodec.encode(new NodeMessage.OfTopic(topic, Payload.binary(message))));
    }

    /** Sends to all nodes, this one included. */
    public CompletionStage<Void> sendAll(String topic, byte[] message) {
        return cluster.sendAll(NodeMessageCodec.encode(new NodeMessage.OfTopic(topic, Payload.binary(message))));
    }

    /**
     * Lets the answerer answer what is asked of the topic from now on.
     *
     * @throws IllegalStateException when the topic has one
     */
    public void answer(String topic, TopicAnswerer answerer) {
        if (answerers.putIfAbsent(topic, answerer) != null) {
            throw new IllegalStateException("somebody answers " + topic + " already");
        }
    }

    /**
     * Asks all nodes, this one included, and collects what they answer within the time-out, by node. A node that fails to is
     * missing; one on which nobody answers the topic answers with nothing.
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
