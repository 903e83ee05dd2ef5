package dev.fanfare.core.port;

import dev.fanfare.model.channel.EngineException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The nodes and the messages between them that belong to no channel. Thread-safe.
 *
 * <p>Messages are at most once and keep their order between two nodes.
 */
public interface Cluster extends AutoCloseable {
    /** Names the listener and begins to take part; called once, before any other method. */
    void start(ClusterListener listener);

    /** Id of this node: unique among all nodes at any time. */
    String self();

    /** The nodes that are known to live, this one included. A crashed node stays listed for the engine's expiry. */
    CompletionStage<List<String>> nodes();

    /** Sends to one node; fails with {@link EngineException} when that node is not known. */
    CompletionStage<Void> send(String node, byte[] message);

    /** Sends to all nodes, this one included. */
    CompletionStage<Void> sendAll(byte[] message);

    /**
     * Asks all nodes, this one included, and collects what they answer within the time-out, which is positive; a node that
     * did not answer, or failed to, is missing from the map, and no late answer is waited for.
     */
    CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout);

    /** Leaves; what waits for answers fails, and the listener hears nothing more. Idempotent. */
    @Override
    void close();

    /**
     * What a {@link Cluster} calls, on any thread but never within a call of the cluster's own methods; must return soon.
     */
    interface ClusterListener {
        /** A message of {@link #send} or {@link #sendAll}. */
        void onMessage(String fromNode, byte[] message);

        /** A question of {@link #survey}; the stage's value is this node's answer. */
        CompletionStage<byte[]> onSurvey(String fromNode, byte[] question);
    }
}
