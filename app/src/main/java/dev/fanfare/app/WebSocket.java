package dev.fanfare.app;

import dev.fanfare.app.internal.Inbox;
import dev.fanfare.app.json.InvalidJsonException;
import dev.fanfare.app.json.Json;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client for code in the function style: a {@link Socket} that can be received from, by one thread at a time. A client
 * that sends faster than the code receives is not read from meanwhile.
 */
public final class WebSocket extends Socket {
    private final Inbox<Payload> inbox = new Inbox<>(Payload::size, this::resumeReading);

    WebSocket(SocketContext context, HttpExchange handshake, Request request) {
        super(context, handshake, request);
    }

    /**
     * Waits for the next message; empty when the client has left, however it left, and everything it sent was received;
     * and when this thread is interrupted, whose flag stays set.
     *
     * @throws IllegalStateException when another thread is receiving
     */
    public Optional<Payload> receive() {
        accept(); // throws when the client was refused: nothing will come
        return Optional.ofNullable(inbox.take());
    }

    /**
     * Waits for the next message, which must be text.
     *
     * @throws ClosedException when the client has left
     * @throws MalformedMessageException when it is binary, which closes the socket unless it is caught
     */
    public String receiveText() {
        return text(receive().orElseThrow(this::closedException));
    }

    /**
     * Waits for the next message, which must be binary.
     *
     * @throws ClosedException when the client has left
     * @throws MalformedMessageException when it is text, which closes the socket unless it is caught
     */
    public byte[] receiveBytes() {
        var message = receive().orElseThrow(this::closedException);
        if (message.isText()) {
            throw MalformedMessageException.unsupported("binary messages only");
        }
        return message.bytes();
    }

    /**
     * Waits for the next message, which must be JSON of this type.
     *
     * {@snippet :
     * try {
     *     play(ws.receiveJson(Move.class));
     * } catch (MalformedMessageException malformed) {
     *     ws.sendJson(Map.of("error", malformed.problem())); // and the connection stays usable
     * }
     * }
     *
     * @throws ClosedException when the client has left
     * @throws MalformedMessageException when the message does not fit, which closes the socket unless it is caught
     */
    public <T> T receiveJson(Class<T> type) {
        return json(receive().orElseThrow(this::closedException), type);
    }

    private static <T> T json(Payload message, Class<T> type) {
        try {
            return Json.read(message.bytes(), type);
        } catch (InvalidJsonException problem) {
            throw MalformedMessageException.invalid(problem.words());
        }
    }

    /**
     * Waits until the client has left, for a handler that has subscribed it and has nothing else to do; what it sends is
     * ignored. Returns early when this thread is interrupted.
     */
    public void awaitClose() {
        while (receive().isPresent()) {
            // it has nothing to say here
        }
    }

    /** All messages until the client leaves, to be iterated once. */
    public Iterable<Payload> messages() {
        return () -> new Iterator<>() {
            private @Nullable Payload next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    next = receive().orElse(null);
                }
                return next != null;
            }

            @Override
            public Payload next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException("the client has left");
                }
                var message = next;
                next = null;
                return message;
            }
        };
    }

    /** All texts until the client leaves, to be iterated once; a binary message ends it by {@link MalformedMessageException}. */
    public Iterable<String> textMessages() {
        var messages = messages().iterator();
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return messages.hasNext();
            }

            @Override
            public String next() {
                return text(messages.next());
            }
        };
    }

    /**
     * All messages until the client leaves, which are JSON of this type, to be iterated once. One that is not is given to the
     * other function, and the next is waited for.
     *
     * {@snippet :
     * for (var move : ws.jsonMessages(Move.class, malformed -> ws.sendJson(Map.of("error", malformed.problem())))) {
     *     play(move);
     * }
     * }
     */
    public <T> Iterable<T> jsonMessages(Class<T> type, Consumer<? super MalformedMessageException> misfits) {
        var messages = messages().iterator();
        return () -> new Iterator<>() {
            private @Nullable T next;

            @Override
            public boolean hasNext() {
                while (next == null && messages.hasNext()) {
                    try {
                        next = json(messages.next(), type);
                    } catch (MalformedMessageException malformed) {
                        misfits.accept(malformed);
                    }
                }
                return next != null;
            }

            @Override
            public T next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException("the client has left");
                }
                var value = next;
                next = null;
                return value;
            }
        };
    }

    @Override
    void onMessage(Payload message) {
        pauseReadingIf(inbox.put(message));
    }

    @Override
    void onClosed(CloseReason reason) {
        inbox.close();
    }

    private String text(Payload message) {
        if (!message.isText()) {
            throw MalformedMessageException.unsupported("text messages only");
        }
        return message.text();
    }
}
