package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;

/** Receives the events of a connection. Confined to the connection's event loop. Methods must not throw. */
public interface ConnectionListener {
    /** Receives a complete message: TEXT (valid UTF-8) or BINARY. */
    void onMessage(Payload message);

    /** Called when the peer answered a ping, sent a ping, or sent part of a message. */
    void onPong();

    /** Called when all messages that arrived together have been delivered, so that replies can be written together. */
    void onReadComplete();

    /** Called when {@link Connection#isWritable} becomes true. */
    void onWritable();

    /** Called once when the connection is closed or lost; no other method is called afterwards. */
    void onClosed(CloseReason reason);
}
