package dev.fanfare.app;

import dev.fanfare.app.internal.Inbox;
import dev.fanfare.app.json.Json;
import dev.fanfare.app.json.JsonProblem;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.HttpExchange;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client for code in the function style: a {@link Socket} that can be received from, by one thread at a time. A client
 * that sends faster than the code receives is not read from meanwhile.
 */
public final class WebSocket extends Socket {
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int INVALID_DATA = 1007;

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
        if (inbox.isEmpty() && closeReason().isEmpty()) {
            accept();
        }
        return Optional.ofNullable(inbox.take());
    }

    /**
     * Waits for the next message, which must be text: a binary one closes the socket with 1003.
     *
     * @throws ClosedException when the client has left
     */
    public String receiveText() {
        return text(receive().orElseThrow(this::closedException));
    }

    /**
     * Waits for the next message, which must be binary: a text closes the socket with 1003.
     *
     * @throws ClosedException when the client has left
     */
    public byte[] receiveBytes() {
        var message = receive().orElseThrow(this::closedException);
        if (message.isText()) {
            throw unsupported("binary messages only");
        }
        return message.bytes();
    }

    /**
     * Waits for the next message, which must be JSON of this type. One that is not closes the socket with 1007 (RFC 6455,
     * 7.4.1), and says why.
     *
     * @throws ClosedException when the client has left, or its message did not fit
     */
    public <T> T receiveJson(Class<T> type) {
        var message = receive().orElseThrow(this::closedException);
        try {
            return Json.read(message.bytes(), type);
        } catch (JsonProblem problem) {
            var words = problem.words();
            close(INVALID_DATA, words);
            throw new ClosedException(this, new CloseReason(INVALID_DATA, words));
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

    /** All texts until the client leaves, to be iterated once; a binary message closes with 1003. */
    public Iterable<String> texts() {
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
            throw unsupported("text messages only");
        }
        return message.text();
    }

    private ClosedException unsupported(String what) {
        close(UNSUPPORTED_DATA, what);
        return new ClosedException(this, new CloseReason(UNSUPPORTED_DATA, what));
    }
}
