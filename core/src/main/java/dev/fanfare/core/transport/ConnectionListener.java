package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;

/** What a transport calls, always on the connection's event loop. Does not throw. */
public interface ConnectionListener {
    /** A whole message: TEXT (checked to be UTF-8) or BINARY. */
    void onMessage(Payload message);

    /** The peer answered a ping, pinged by itself, or sent a part of a message: it is alive. */
    void onPong();

    /** The messages that arrived together have all been handed over: a good moment to write answers. */
    void onReadComplete();

    /** {@link Connection#isWritable} became true again. */
    void onWritable();

    /** The connection is closed or lost; called once, and nothing is called after it. */
    void onClosed(CloseReason reason);
}
