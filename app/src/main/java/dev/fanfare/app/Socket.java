package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One client connection: its handshake request, acceptance, subscriptions, sending and closing. Thread-safe.
 *
 * <p>A socket exists before the 101 response. {@link #accept}, {@link #subscribe} and {@link #send} accept the client.
 * {@link #refuse} and a thrown {@link RequestRefusedException} answer the handshake with an HTTP status. Blocking methods never
 * block an event loop: on the loop of another client only {@link #close}, and {@link #send} to an accepted client, are allowed.
 * All other methods throw {@link IllegalStateException} there.
 */
public interface Socket extends RequestAccessors, MessageSink {
    /** Returns the client's principal as authenticated, or as last renewed; empty for an anonymous client. */
    Optional<Principal> principal();

    /** Accepts the client: sends the 101 response. Has no effect on an accepted client. */
    default void accept() {
        accept(Headers.empty());
    }

    /**
     * Accepts the client and selects a subprotocol. Has no effect on an accepted client.
     *
     * @throws IllegalArgumentException if the client does not offer the subprotocol (RFC 6455, 4.1)
     */
    default void accept(String subprotocol) {
        if (!subprotocols().contains(subprotocol)) {
            throw new IllegalArgumentException(
                    "the subprotocol must be one of the client's, " + subprotocols() + ", got '" + subprotocol + "'");
        }
        accept(Headers.of("sec-websocket-protocol", subprotocol));
    }

    /**
     * Accepts the client and adds header fields to the 101 response. Has no effect on an accepted client.
     *
     * @throws ClosedException if the client left, was refused, or the handshake timed out
     */
    void accept(Headers headers);

    /**
     * Answers the handshake with an HTTP status from 400 to 599 and a text.
     *
     * @throws IllegalStateException if the client is accepted
     */
    void refuse(int status, String body);

    /**
     * Subscribes the client to the channel; accepts it first if necessary. The channel's publications are then sent to the client
     * without calling this program.
     *
     * <p>Every publication after the return of this method reaches the client. On an event loop the method returns immediately,
     * and a later failure closes the socket.
     *
     * @throws dev.fanfare.model.channel.EngineException if the engine is unavailable
     * @throws dev.fanfare.model.channel.LimitExceededException if the node has no memory for further subscriptions
     * @throws IllegalStateException if the client is subscribed to this channel, or has reached its subscription limit
     * @throws ClosedException if the client has left
     */
    void subscribe(Channel channel);

    /**
     * Subscribes as {@link #subscribe(Channel)} does. The client first receives the supplied message, and then every publication
     * from the call of the supplier on. The supplier runs on a virtual thread while this method waits, so it can read a state that
     * includes all earlier publications. Up to 1 MiB of publications is buffered meanwhile. The client is accepted before the supplier
     * runs: to refuse the handshake if the state is unavailable, read it once before this call.
     *
     * @throws RuntimeException the supplier's failure; the client is then not subscribed
     * @throws dev.fanfare.model.channel.EngineException also if the buffered publications exceed 1 MiB
     */
    void subscribe(Channel channel, Supplier<Payload> first);

    /** Subscribes as {@link #subscribe(Channel, Supplier)} does and sends the supplied value as JSON. */
    void subscribeJson(Channel channel, Supplier<?> first);

    /**
     * Subscribes as {@link #subscribe(Channel)} does. The client first receives the latest publications of the history, then later
     * ones without gap or repeat. If a publication is missed later, the socket is closed with 3010, so that the client reconnects.
     *
     * @param latest the maximum number of publications, at most the node's recovery limit
     * @throws IllegalStateException also if the channel has no history
     */
    void subscribeWithHistory(Channel channel, int latest);

    /**
     * Subscribes as {@link #subscribe(Channel)} does, so that the client can resume after a reconnect. Every message is a JSON text with
     * the channel, the position and the data of a publication:
     *
     * <pre>{@code
     * {"channel":"prices","position":"1b9c-2:17","data":{"price":7}}
     * }</pre>
     *
     * <p>JSON is embedded, text is a JSON string, and binary data a JSON string of base64. The client sends the last position in the query
     * of its next connection. It then receives the publications that it has missed, and later ones, without gap or repeat. A message
     * without data, which also gives a new client its position, precedes later publications. It contains {@code "gap":true} if the missed
     * publications are not available; the client must then load the state anew. A text that is not a position is ignored.
     *
     * {@snippet :
     * app.websocket("/prices", ws -> {
     *     ws.subscribe(prices, Resume.fromQuery("position"));
     *     ws.awaitClose();
     * });
     * }
     *
     * @throws IllegalStateException also if clients of the channel cannot resume: it has no history, or drops publications
     */
    void subscribe(Channel channel, Resume resume);

    /** Ends the subscription to the channel. Has no effect without one. */
    void unsubscribe(Channel channel);

    /**
     * Returns the client's id, the address for {@link Fanfare#send} on every node and the key in {@link Channel#members}. Accepts
     * the client first if necessary.
     *
     * @throws ClosedException if the client has left
     */
    String id();

    /**
     * Sends a message, ahead of later publications; accepts the client first if necessary. Blocks the calling thread while the
     * client is slow, but never an event loop.
     *
     * @throws ClosedException if the client has left
     */
    @Override
    void send(Payload message);

    /** Closes normally, with 1000. */
    default void close() {
        close(1000, "");
    }

    /**
     * Closes the connection after the messages that were sent before. A client that is not accepted is refused with 403. Has no
     * effect on a closed socket.
     *
     * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455, 7.4)
     * @param reason a text for the client, truncated to 123 bytes
     * @throws IllegalArgumentException if the code is outside these ranges
     */
    void close(int code, String reason);

    /** Returns why the socket was closed; empty for an open socket. */
    Optional<CloseReason> closeReason();
}
