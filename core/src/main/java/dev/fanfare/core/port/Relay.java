package dev.fanfare.core.port;

import dev.fanfare.model.channel.EngineException;
import java.util.concurrent.CompletionStage;

/**
 * Plain channels of another system, which knows nothing of this one: bytes out, bytes in, without an envelope, a position or a
 * history. What is published there, by whomever, reaches every node that listens. Thread-safe.
 *
 * <p>At most once, and in the order of the other system per channel. What was missed because it was away is told by
 * {@link RelayListener#onInterrupted}.
 */
public interface Relay extends AutoCloseable {
    /** Names the listener and begins to listen; called once. */
    void start(RelayListener listener);

    /**
     * Publishes in the other system. What is published comes back by the listener, where it listens to that channel.
     *
     * @return completes when the other system has it; fails with {@link EngineException} when that is away, and whether it was
     *     published is then unknown
     */
    CompletionStage<Void> publish(String channel, byte[] message);

    /** Stops listening. Idempotent. */
    @Override
    void close();

    /** What a {@link Relay} calls, on any thread, one at a time per channel; must return soon. */
    interface RelayListener {
        /** A message arrived; nobody changes its bytes any more. */
        void onMessage(String channel, byte[] message);

        /** Something may have been missed up to here, in any channel. */
        void onInterrupted();
    }
}
