package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Application code that serves one client by events, one instance per connection. It holds no thread while idle: a
 * virtual thread runs when something happened, one at a time, in order, so that its fields need no lock.
 *
 * <p>An exception in {@link #connect} answers the handshake, with a {@link RequestRefusedException}'s status or with 500; one in
 * {@link #receive} or an event's handler closes with 1011, after which {@link #disconnect} runs.
 */
public abstract class SocketHandler {
    private @Nullable JoinedChannels joined;

    /** The client asks to come in. Accepts; override to refuse, to subscribe or to greet. */
    public void connect(Socket socket) throws Exception {
        socket.accept();
    }

    /** The client sent a message, TEXT or BINARY. */
    public void receive(Socket socket, Payload message) throws Exception {}

    /** Somebody sent a message to this one client, by {@link Fanfare#send}. Passes it on; override to look at it. */
    public void direct(Socket socket, Payload message) throws Exception {
        socket.send(message);
    }

    /**
     * The client, which had been let in, is gone, however it left; it has left all channels. Does nothing; override to
     * clean up.
     */
    public void disconnect(Socket socket, CloseReason reason) throws Exception {}

    /** The events of this class, which come from channels that were joined; always the same table. */
    protected EventHandlers<?> events() {
        return EventHandlers.of(SocketHandler.class);
    }

    /**
     * Hears the channel's events from now on: when this returns, none that is sent later is missed. Does nothing when that
     * is so.
     */
    protected final void join(Channel channel) {
        joined().join(channel);
    }

    /** Hears the channel's events no longer. */
    protected final void leave(Channel channel) {
        joined().leave(channel);
    }

    /** The consumer serves one connection from now on. */
    final void bind(JoinedChannels its) {
        if (joined != null) {
            throw new IllegalStateException(
                    "a consumer serves one connection: give the route a supplier that makes each");
        }
        its.handle(events());
        joined = its;
    }

    final JoinedChannels joined() {
        if (joined == null) {
            throw new IllegalStateException("the consumer serves no connection yet");
        }
        return joined;
    }
}
