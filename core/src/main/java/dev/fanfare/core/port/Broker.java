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
 * <p><b>Order.</b> All nodes hear the publications of one channel in one order, the order in which the broker accepted
 * them, each through {@link BrokerListener}, one at a time per channel. Nothing is promised between channels.
 *
 * <p><b>Delivery.</b> A node hears what is accepted after its {@link #subscribe} completed and before its
 * {@link #unsubscribe} was called; what it hears outside that window it may ignore. At most once: a broker without
 * history may lose a publication when its system fails, and never repeats one. What was lost because the system was away is
 * told by {@link BrokerListener#onInterrupted}.
 */
public interface Broker extends AutoCloseable {
    /** Names the listener and begins to hand out; called once, before any other method. */
    void start(BrokerListener listener);

    /** Makes this node hear the channel. Idempotent. Completes when nothing accepted from now on is missed. */
    CompletionStage<Void> subscribe(String channel);

    /** Ends what {@link #subscribe} began. Idempotent; succeeds for a channel that was not subscribed. */
    CompletionStage<Void> unsubscribe(String channel);

    /**
     * Publishes to all nodes that subscribed the channel, this one included. The result arrives when the broker has
     * accepted the publication, not when clients have received it.
     *
     * @return the outcome; fails with {@link EngineException} when the broker is away (whether the publication was
     *     accepted is then unknown) or does not offer one of the options (nothing was published)
     */
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options);

    /** Tells the subscribers of the channel that a client joined; at most once, in the channel's order. */
    CompletionStage<Void> join(String channel, ClientInfo info);

    /** Tells the subscribers of the channel that a client left; at most once, in the channel's order. */
    CompletionStage<Void> leave(String channel, ClientInfo info);

    /** Stops handing out and frees what the broker holds. Idempotent. */
    @Override
    void close();
}
