package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Application code in the handler style: one instance serves one connection. Confined to one thread at a time, so its fields need no
 * lock. It holds no thread while idle: a virtual thread runs while events are queued, one event at a time and in order.
 *
 * <p>An exception in {@link #connect} answers the handshake with the status of a {@link RequestRefusedException} or with 500. An
 * exception in {@link #receive} or in an event handler closes the socket with 1011; {@link #disconnect} is then called.
 */
public abstract class SocketHandler {
    private @Nullable EventSubscriptions subscriptions;

    /** The channels whose events the handler receives. */
    public interface EventSubscriptions {
        void join(Channel channel);

        void leave(Channel channel);
    }

    /** Called for a new client. Accepts it; override to refuse it, to subscribe it or to send a greeting. */
    public void connect(Socket socket) throws Exception {
        socket.accept();
    }

    /** Called for each TEXT or BINARY message of the client. Does nothing unless overridden. */
    public void receive(Socket socket, Payload message) throws Exception {}

    /** Called for each message to this client by {@link Fanfare#send}. Sends it to the client; override to inspect it. */
    public void direct(Socket socket, Payload message) throws Exception {
        socket.send(message);
    }

    /**
     * Called once after an accepted client has disconnected and its handler has left all channels. Does nothing unless overridden. A
     * rejected handshake does not trigger this callback.
     */
    public void disconnect(Socket socket, CloseReason reason) throws Exception {}

    /** Returns the handlers for events of joined channels; the same object for every instance of the class. */
    protected EventHandlers<?> events() {
        return EventHandlers.of(SocketHandler.class);
    }

    /**
     * Starts to receive the channel's events. Every event that is sent after the return of this method is received. Has no effect on a
     * joined channel.
     *
     * @throws IllegalStateException if {@link #events} has no handlers
     */
    protected final void join(Channel channel) {
        subscriptions().join(channel);
    }

    /** Stops receiving the channel's events. Has no effect on a channel that is not joined. */
    protected final void leave(Channel channel) {
        subscriptions().leave(channel);
    }

    /**
     * Binds the handler to its connection. The application calls it once, before {@link #connect}.
     *
     * @return the handlers of {@link #events}
     * @throws IllegalStateException if the handler is bound
     */
    public final EventHandlers<?> bind(EventSubscriptions ofConnection) {
        if (subscriptions != null) {
            throw new IllegalStateException(
                    getClass().getName()
                            + " serves one connection per instance: pass a supplier that creates a new one for each connection");
        }
        subscriptions = ofConnection;
        return events();
    }

    private EventSubscriptions subscriptions() {
        if (subscriptions == null) {
            throw new IllegalStateException(getClass().getName()
                    + " is not bound to a connection yet: join and leave channels in connect() or later");
        }
        return subscriptions;
    }
}
