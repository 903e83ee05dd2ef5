package dev.fanfare.core.transport;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.function.Function;

/**
 * A request that waits for its answer: exactly one of {@link #respond}, {@link #stream} and {@link #upgrade}.
 * {@link #request}, {@link #loop} and {@link #isUpgrade} are thread-safe; the rest is confined to the event loop.
 *
 * <p>The transport answers 503 by itself when nobody has answered within its time limit, which for a WebSocket handshake is
 * that of the handshake.
 */
public interface HttpExchange {
    /** What was asked. */
    HttpRequest request();

    /** The loop that owns the exchange, and the connection after an upgrade. */
    EventLoop loop();

    /** True when the request is a correct WebSocket handshake (RFC 6455, 4.2.1), so that {@link #upgrade} may be called. */
    boolean isUpgrade();

    /** True when an answer was given, by the transport's time limit or by the caller; or when the client has left. */
    boolean isAnswered();

    /**
     * Answers with an ordinary response.
     *
     * @throws IllegalStateException when {@link #isAnswered}
     */
    void respond(HttpResponse response);

    /**
     * Answers with a body that goes on until the connection is closed: the outgoing half of a {@link Connection}, which no
     * time limit of the transport ends. {@link Connection#close} writes the farewell of the format and ends the body in an
     * orderly way. What the client sends behind its request is ignored, and ends the connection when it is much;
     * {@link Connection#pauseReading} has nothing to pause. The listener hears of writability and of the end, of nothing else.
     *
     * <p>A HEAD request is answered without body; then its connection, to which nothing is written, is closed at once.
     *
     * @param head status and fields, and the bytes that begin the body; its status is one that has a body
     * @param listener makes the connection's listener; called before it returns
     * @throws IllegalStateException when {@link #isAnswered}
     */
    void stream(HttpResponse head, StreamFormat format, Function<Connection, ConnectionListener> listener);

    /**
     * Answers 101 and turns the exchange into a connection.
     *
     * @param headers fields to add to the 101, the chosen subprotocol among them
     * @param listener makes the connection's listener; called before anything is read from it
     * @throws IllegalStateException when {@link #isAnswered}, or when the request is no handshake
     */
    void upgrade(Headers headers, Function<Connection, ConnectionListener> listener);
}
