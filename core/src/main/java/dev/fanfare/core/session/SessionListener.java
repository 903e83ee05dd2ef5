package dev.fanfare.core.session;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;

/** What a session calls: a protocol or application code. Confined to the session's event loop; does not throw. */
public interface SessionListener {
    /** A message from the client: TEXT or BINARY. */
    void onMessage(Payload message);

    /** A message that somebody in the cluster sent to this client by its id, for the application or the client. */
    default void onDirect(Payload message) {}

    /** The reason as this protocol tells its clients, where it has codes of its own; called before the session ends for it. */
    default CloseReason protocolReason(CloseReason reason) {
        return reason;
    }

    /** Of what was sent, nothing waits any more: the transport has it. Publications may still wait. */
    void onDrained();

    /**
     * The session is over: the client left, or {@link Session#disconnect} was called. Called once, and nothing is called
     * after it; the subscriptions are gone already.
     */
    void onClosed(CloseReason reason);
}
