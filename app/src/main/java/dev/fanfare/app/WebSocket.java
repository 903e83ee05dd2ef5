package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A {@link Socket} with blocking receive methods, for a {@link WebSocketHandler}. Thread-safe, but one thread at a time receives.
 * While the handler does not receive, the server stops reading from the client.
 */
public interface WebSocket extends Socket {
    /**
     * Waits for the next message. Empty if the client has left and all its messages were received, or if this thread is
     * interrupted; the interrupt flag stays set.
     *
     * @throws IllegalStateException if another thread is receiving
     */
    Optional<Payload> receive();

    /**
     * Waits for the next message, which must be text.
     *
     * @throws ClosedException if the client has left
     * @throws MalformedMessageException if the message is binary; closes the socket unless it is caught
     */
    String receiveText();

    /**
     * Waits for the next message, which must be binary.
     *
     * @throws ClosedException if the client has left
     * @throws MalformedMessageException if the message is text; closes the socket unless it is caught
     */
    byte[] receiveBytes();

    /**
     * Waits for the next message, which must be JSON of this type.
     *
     * {@snippet :
     * try {
     *     play(ws.receiveJson(Move.class));
     * } catch (MalformedMessageException malformed) {
     *     ws.sendJson(Map.of("error", malformed.problem())); // the connection stays open
     * }
     * }
     *
     * @throws ClosedException if the client has left
     * @throws MalformedMessageException if the message does not match the type; closes the socket unless it is caught
     */
    <T> T receiveJson(Class<T> type);

    /**
     * Waits until the client has left and discards its messages, for a handler that only subscribes the client. Returns early if
     * this thread is interrupted.
     */
    default void awaitClose() {
        while (receive().isPresent()) {
            // the message is discarded
        }
    }

    /** Returns all messages until the client leaves. A second {@code iterator()} throws {@link IllegalStateException}. */
    Iterable<Payload> messages();

    /**
     * Returns all text messages until the client leaves. A binary message ends the iteration with
     * {@link MalformedMessageException}. A second {@code iterator()} throws {@link IllegalStateException}.
     */
    Iterable<String> textMessages();

    /**
     * Returns all messages until the client leaves as JSON of this type. A message that does not match is passed to the given
     * function and skipped. A second {@code iterator()} throws {@link IllegalStateException}.
     *
     * {@snippet :
     * for (var move : ws.jsonMessages(Move.class, malformed -> ws.sendJson(Map.of("error", malformed.problem())))) {
     *     play(move);
     * }
     * }
     */
    <T> Iterable<T> jsonMessages(Class<T> type, Consumer<? super MalformedMessageException> onMalformed);
}
