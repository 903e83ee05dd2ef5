package dev.fanfare.core.port;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;

/**
 * Carries publications between the nodes. Thread-safe.
 *
 * <p><b>Order.</b> All nodes receive the publications of a channel in the order in which the broker accepted them, one
 * at a time per channel, through a {@link BrokerListener}. There is no order between channels.
 *
 * <p><b>Delivery.</b> A node receives every publication that is accepted after its {@link #subscribe} completed and
 * before its {@link #unsubscribe} was called; it may receive others. Delivery is at most once: a broker without history
 * may lose publications when its system fails, but never repeats one. {@link BrokerListener#onInterrupted} reports a
 * loss.
 */
public interface Broker extends AutoCloseable {
    /** Sets the listener and starts delivery. Called once, before any other method. */
    void start(BrokerListener listener);

    /**
     * Starts delivery of the channel to this node. Idempotent. Completes when every publication accepted from now on
     * will be delivered.
     */
    CompletionStage<Void> subscribe(String channel);

    /** Stops delivery of the channel to this node. Idempotent. Succeeds if the channel was not subscribed. */
    CompletionStage<Void> unsubscribe(String channel);

    /**
     * Publishes to all nodes that are subscribed to the channel, this node included. Completes when the broker has
     * accepted the publication, not when clients have received it.
     *
     * @return the outcome; fails with {@link EngineException} if the broker is unreachable (the publication may have
     *     been accepted) or does not support an option (nothing was published)
     */
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options);

    /** Informs the subscribers of the channel that a client joined. At most once, in the channel's order. */
    CompletionStage<Void> join(String channel, ClientInfo info);

    /** Informs the subscribers of the channel that a client left. At most once, in the channel's order. */
    CompletionStage<Void> leave(String channel, ClientInfo info);

    /** Stops delivery and releases all resources. Idempotent. */
    @Override
    void close();
}
