package dev.fanfare.core.transport;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.function.Function;

/**
 * A request that must be answered with exactly one of {@link #respond}, {@link #stream} and {@link #upgrade}. Confined
 * to the event loop, except for {@link #request}, {@link #loop} and {@link #isUpgrade}, which are thread-safe.
 *
 * <p>The transport answers 503 if there is no answer within its time limit; WebSocket handshakes have their own limit.
 */
public interface HttpExchange {
    /** Returns the request. */
    HttpRequest request();

    /** Returns the loop that owns the exchange and the upgraded connection. */
    EventLoop loop();

    /**
     * Returns true if the request is a valid WebSocket handshake (RFC 6455, 4.2.1), which {@link #upgrade} requires.
     */
    boolean isUpgrade();

    /** Returns true if the caller has answered, the time limit has passed, or the client has disconnected. */
    boolean isAnswered();

    /**
     * Sends an ordinary response.
     *
     * @throws IllegalStateException if {@link #isAnswered}
     */
    void respond(HttpResponse response);

    /**
     * Sends a response whose body continues until the connection is closed. It acts as a {@link Connection} that only
     * sends, without a time limit. {@link Connection#close} writes the closing frame of the format and ends the body
     * cleanly. Data that the client sends after its request is ignored; a large amount ends the connection. {@link
     * Connection#pauseReading} has no effect. The listener receives only writability and close events.
     *
     * <p>A HEAD request is answered without a body, and its connection is closed at once.
     *
     * @param head status, header fields and the first bytes of the body; the status must allow a body
     * @param listener creates the connection's listener; called before this method returns
     * @throws IllegalStateException if {@link #isAnswered}
     */
    void stream(HttpResponse head, StreamFormat format, Function<Connection, ConnectionListener> listener);

    /**
     * Answers 101 and turns the exchange into a WebSocket connection.
     *
     * @param headers fields to add to the 101 response, such as the selected subprotocol
     * @param listener creates the connection's listener; called before the first read
     * @throws IllegalStateException if {@link #isAnswered}, or if the request is not a handshake
     */
    void upgrade(Headers headers, Function<Connection, ConnectionListener> listener);
}
