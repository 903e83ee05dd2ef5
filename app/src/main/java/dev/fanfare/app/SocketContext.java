package dev.fanfare.app;

import dev.fanfare.app.event.EventChannels;
import dev.fanfare.app.internal.FailureLog;
import dev.fanfare.app.internal.HandlerThreads;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What all sockets of an application share. Thread-safe. */
final class SocketContext {
    private final Node node;
    private final HandlerThreads threads = new HandlerThreads();
    private final FailureLog failures = new FailureLog();
    private final EventChannels events;
    private final Set<ChannelEventListener> eventListeners = ConcurrentHashMap.newKeySet();
    private final Declarations declarations = new Declarations();
    private final ConcurrentHashMap<Framing, PushEncoder> encoders = new ConcurrentHashMap<>();
    private volatile boolean closed;

    SocketContext(Node node, EventChannels events) {
        this.node = node;
        this.events = events;
    }

    Node node() {
        return node;
    }

    EventChannels events() {
        return events;
    }

    Declarations declarations() {
        return declarations;
    }

    /** Those that hear events and are not closed. */
    Set<ChannelEventListener> eventListeners() {
        return eventListeners;
    }

    /** Ends publishing, and what hears without a client. */
    void close() {
        closed = true;
        eventListeners.forEach(ChannelEventListener::abandon);
    }

    /** What the task gives, which publishes or sends; fails when the application is closed. */
    <T> CompletionStage<T> whileOpen(Supplier<CompletionStage<T>> task) {
        return closed
                ? CompletableFuture.failedStage(new IllegalStateException("the application is closed"))
                : task.get();
    }

    HandlerThreads threads() {
        return threads;
    }

    FailureLog failures() {
        return failures;
    }

    /** What is answered when application code threw, which is logged unless the client brought it about. */
    HttpResponse answer(Request request, Throwable failure) {
        if (!FailureAnswer.isOfTheClient(failure)) {
            failures.report(request.route(), failure);
        }
        return FailureAnswer.response(failure);
    }

    PushEncoder rawEncoder(Framing framing) {
        return encoders.computeIfAbsent(framing, RawEncoder::new);
    }
}
