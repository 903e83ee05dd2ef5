package dev.fanfare.core.port;

import dev.fanfare.model.channel.EngineException;
import java.util.concurrent.CompletionStage;

/**
 * The plain channels of an external system: raw bytes without envelope, position or history. A message that any program
 * publishes there reaches every listening node. Thread-safe.
 *
 * <p>Delivery is at most once, in the external system's order per channel. {@link RelayListener#onInterrupted} reports
 * a loss.
 */
public interface Relay extends AutoCloseable {
    /** Sets the listener and starts listening. Called once. */
    void start(RelayListener listener);

    /**
     * Publishes to the external system. The message returns through the listener if the node listens to that channel.
     *
     * @return completes when the external system has accepted the message; fails with {@link EngineException} if it is
     *     unreachable, in which case the message may have been published
     */
    CompletionStage<Void> publish(String channel, byte[] message);

    /** Stops listening. Idempotent. */
    @Override
    void close();

    /**
     * Receives messages from a {@link Relay}. Called on any thread, one at a time per channel; methods must return
     * promptly.
     */
    interface RelayListener {
        /** Receives a message. The bytes do not change afterwards. */
        void onMessage(String channel, byte[] message);

        /** Called after an interruption: messages of any channel may have been missed. */
        void onInterrupted();
    }
}
