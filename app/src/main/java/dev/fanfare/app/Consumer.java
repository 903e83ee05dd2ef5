package dev.fanfare.app;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.transport.CloseReason;

/**
 * Application code that serves one client by events, one instance per connection. It holds no thread while idle: a
 * virtual thread runs when something happened, one at a time, in order, so that its fields need no lock.
 *
 * <p>An exception in {@link #connect} answers the handshake, with a {@link Refusal}'s status or with 500; one in
 * {@link #receive} closes with 1011, after which {@link #disconnect} runs.
 */
public abstract class Consumer {
    /** The client asks to come in. Accepts; override to refuse, to subscribe or to greet. */
    public void connect(Socket socket) throws Exception {
        socket.accept();
    }

    /** The client sent a message, TEXT or BINARY. */
    public void receive(Socket socket, Payload message) throws Exception {}

    /** The client, which had been let in, is gone, however it left. Does nothing; override to clean up. */
    public void disconnect(Socket socket, CloseReason reason) throws Exception {}
}
