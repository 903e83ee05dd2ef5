package dev.fanfare.core.transport;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A request that must be answered with exactly one of {@link #respond}, {@link #stream} and {@link #upgrade}. Confined
 * to the event loop, except for {@link #request}, {@link #loop}, {@link #isUpgrade}, {@link #isAnswered} and {@link
 * #maxBodyBytes}, which are thread-safe.
 *
 * <p>The transport answers 503 if there is no answer within its time limit; WebSocket handshakes have their own limit.
 */
public interface HttpExchange {
    /** Returns the head of the request. */
    HttpRequest request();

    /** Returns the loop that owns the exchange and the upgraded connection. */
    EventLoop loop();

    /**
     * Returns true if the request is a valid WebSocket handshake (RFC 6455, 4.2.1), which {@link #upgrade} requires.
     */
    boolean isUpgrade();

    /** Returns true if the caller has answered, the time limit has passed, or the client has disconnected. */
    boolean isAnswered();

    /** Returns the size limit of a body whose route has no limit of its own, in bytes. */
    int maxBodyBytes();

    /**
     * Returns the account of the memory that this request holds. It is closed with the response. A request whose account is
     * authenticated does not count towards the number of requests that a connection may carry.
     */
    MemoryAccount memory();

    /**
     * Reads the body. The transport does not read it before this call, so that a handler can refuse the request first,
     * and answers {@code Expect: 100-continue} now. Exactly one callback is called, once, on the loop, possibly before this
     * method returns. A handler that responds without reading the body needs no callback: the transport discards a
     * short body, and closes the connection of a longer one.
     *
     * @param maxBytes size limit of the body
     * @param onBody receives the whole body, which is empty if there is none; it must not be modified
     * @param onRefused receives the response if the body cannot be read: 413 if it exceeds the limit, 408 if it does not
     *     arrive in time, 503 if the node holds too many bodies, 400 if it is malformed. If {@link #isAnswered}, the
     *     client has disconnected, and the response cannot be sent
     * @throws IllegalStateException if this method was called before
     */
    void readBody(int maxBytes, Consumer<byte[]> onBody, Consumer<HttpResponse> onRefused);

    /** Reads the body as {@link #readBody(int, Consumer, Consumer)} does, and responds if the body cannot be read. */
    default void readBody(int maxBytes, Consumer<byte[]> onBody) {
        readBody(maxBytes, onBody, refusal -> {
            if (!isAnswered()) {
                respond(refusal);
            }
        });
    }

    /**
     * Sends an ordinary response.
     *
     * @throws IllegalStateException if {@link #isAnswered}
     */
    void respond(HttpResponse response);

    /**
     * Sends a response whose body continues until the connection is closed. It acts as a {@link Connection} that only
     * sends, without a time limit. {@link Connection#close} ends the body as the {@link StreamFormat} defines. Data that the client sends after its request is ignored; a large amount ends the connection. {@link
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
