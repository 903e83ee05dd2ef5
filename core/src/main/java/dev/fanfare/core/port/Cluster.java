package dev.fanfare.core.port;

import dev.fanfare.model.channel.EngineException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The nodes, and the messages between them that belong to no channel. Thread-safe.
 *
 * <p>Messages are delivered at most once, in order between two nodes.
 */
public interface Cluster extends AutoCloseable {
    /** Sets the listener and joins the cluster. Called once, before any other method. */
    void start(ClusterListener listener);

    /** Returns the id of this node, which is unique among all nodes at any time. */
    String self();

    /** Returns the ids of the live nodes, this node included. A crashed node is listed until the engine expires it. */
    CompletionStage<List<String>> nodes();

    /** Sends a message to one node. Fails with {@link EngineException} if the node is unknown. */
    CompletionStage<Void> send(String node, byte[] message);

    /** Sends a message to all nodes, this node included. */
    CompletionStage<Void> sendAll(byte[] message);

    /**
     * Sends a question to all nodes, this node included, and collects the answers by node id until the timeout, which
     * must be positive. A node that fails or does not answer in time is missing from the map.
     */
    CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout);

    /** Leaves the cluster. Surveys in progress fail, and the listener receives nothing more. Idempotent. */
    @Override
    void close();

    /**
     * Receives messages and questions from a {@link Cluster}. Called on any thread, but never within a call to the
     * cluster. Methods must return promptly.
     */
    interface ClusterListener {
        /**
         * Receives a message of {@link #send} or {@link #sendAll}. Throws an exception if it cannot decode the message,
         * for example one of a later release. The cluster logs the failure.
         */
        void onMessage(String fromNode, byte[] message);

        /** Receives a question of {@link #survey} and returns this node's answer. */
        CompletionStage<byte[]> onSurvey(String fromNode, byte[] question);
    }
}
