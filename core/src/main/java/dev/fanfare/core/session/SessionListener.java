package dev.fanfare.core.session;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;

/**
 * Receives the events of a session: a protocol or application code. Confined to the session's event loop. Methods must
 * not throw.
 */
public interface SessionListener {
    /** Receives a message from the client: TEXT or BINARY. */
    void onMessage(Payload message);

    /** Receives a message that was sent to this client id from anywhere in the cluster. */
    default void onDirect(Payload message) {}

    /** Translates a close reason into the codes of the protocol. Called before the session ends. */
    default CloseReason protocolReason(CloseReason reason) {
        return reason;
    }

    /** Returns the protocol and its encoding for operators, such as {@code centrifuge json}. */
    default String protocol() {
        return "raw";
    }

    /** All replies have been handed to the transport. Publications may still be queued. */
    void onDrained();

    /**
     * The session has ended, because the client disconnected or {@link Session#disconnect} was called. Called once,
     * after the subscriptions have ended; no other method is called afterwards.
     */
    void onClosed(CloseReason reason);
}
