package dev.fanfare.app.internal.socket;

import dev.fanfare.app.MalformedMessageException;
import dev.fanfare.app.Request;
import dev.fanfare.app.WebSocket;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.concurrent.Inbox;
import dev.fanfare.app.internal.json.InvalidJsonException;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The socket of the function style: one virtual thread per connection, parked while it receives. Thread-safe. */
final class FunctionSocket extends ClientSocket implements WebSocket {
    private final WebSocketHandler handler;
    private final Inbox<Payload> inbox = new Inbox<>(
            inboxMemory(), Payload::size, this::resumeReading, context().wakeups(loop()));

    FunctionSocket(AppContext context, HttpExchange handshake, Request request, WebSocketHandler handler) {
        super(context, handshake, request);
        this.handler = handler;
    }

    /** Runs the handler. */
    void start() {
        context().startThread(loop(), () -> {
            try {
                handler.handle(this);
                refuseUnlessAccepted();
                close();
            } catch (Throwable failure) {
                fail(failure);
            } finally {
                inbox.discard();
            }
        });
    }

    @Override
    public Optional<Payload> receive() {
        accept(); // throws for a refused client, which sends nothing
        return Optional.ofNullable(inbox.take());
    }

    @Override
    public String receiveText() {
        return text(receive().orElseThrow(this::closedException));
    }

    @Override
    public byte[] receiveBytes() {
        var message = receive().orElseThrow(this::closedException);
        if (message.isText()) {
            throw MalformedMessageException.unsupported("expected a binary message, got text");
        }
        return message.bytes();
    }

    @Override
    public <T> T receiveJson(Class<T> type) {
        return json(receive().orElseThrow(this::closedException), type);
    }

    private static <T> T json(Payload message, Class<T> type) {
        try {
            return Json.read(message.bytes(), type);
        } catch (InvalidJsonException problem) {
            throw MalformedMessageException.invalid(problem.problem());
        }
    }

    private static String text(Payload message) {
        if (!message.isText()) {
            throw MalformedMessageException.unsupported("expected a text message, got binary");
        }
        return message.text();
    }

    @Override
    public Iterable<Payload> messages() {
        return once(() -> receive().orElse(null));
    }

    @Override
    public Iterable<String> textMessages() {
        return once(() -> receive().map(FunctionSocket::text).orElse(null));
    }

    @Override
    public <T> Iterable<T> jsonMessages(Class<T> type, Consumer<? super MalformedMessageException> onMalformed) {
        return once(() -> {
            for (var message = receive(); message.isPresent(); message = receive()) {
                try {
                    return json(message.get(), type);
                } catch (MalformedMessageException malformed) {
                    onMalformed.accept(malformed);
                }
            }
            return null;
        });
    }

    /** Iterates once over the values of the supplier, until it returns null. */
    private static <T> Iterable<T> once(Supplier<@Nullable T> values) {
        var iterated = new AtomicBoolean();
        return () -> {
            if (iterated.getAndSet(true)) {
                throw new IllegalStateException(
                        "the messages of a socket can be iterated once: use one loop, or call receive()");
            }
            return new Iterator<>() {
                private @Nullable T next;

                @Override
                public boolean hasNext() {
                    if (next == null) {
                        next = values.get();
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
        };
    }

    @Override
    void onMessage(Payload message) {
        continueReading(inbox.put(message));
    }

    @Override
    void onClosed(CloseReason reason) {
        inbox.close();
    }
}
