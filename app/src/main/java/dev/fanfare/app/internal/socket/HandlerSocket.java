package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Request;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.concurrent.Inbox;
import dev.fanfare.app.internal.concurrent.InboxItem;
import dev.fanfare.app.internal.concurrent.SerialWorker;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The socket of a {@link SocketHandler}: events pass through an inbox that a virtual thread empties. Thread-safe. */
final class HandlerSocket extends ClientSocket implements SerialWorker.Work {
    private final Function<? super Request, ? extends SocketHandler> handlers;
    private final Inbox<InboxItem> inbox = new Inbox<>(
            inboxMemory(), InboxItem::size, this::resumeReading, context().wakeups(loop()));
    private final JoinedChannels joined = new JoinedChannels(this, this::onEvent);
    private final SerialWorker worker = new SerialWorker(this);
    /** Confined to the working thread, like the next. */
    private boolean failed;

    private boolean disconnected;
    /** Created by the working thread before anything can arrive. */
    private @Nullable SocketHandler created;

    HandlerSocket(
            AppContext context,
            HttpExchange handshake,
            Request request,
            Function<? super Request, ? extends SocketHandler> handlers) {
        super(context, handshake, request);
        this.handlers = handlers;
    }

    /** Creates the handler and runs {@link SocketHandler#connect}, and afterwards the events that have arrived meanwhile. */
    void connect() {
        worker.wake(() -> {
            try {
                created = handlers.apply(request());
                joined.bind(created);
                created.connect(this);
                refuseUnlessAccepted();
            } catch (Throwable failure) {
                failed = true;
                fail(failure);
            }
            if (!isAccepted()) {
                joined.leaveAll();
            }
        });
    }

    @Override
    void onMessage(Payload message) {
        continueReading(inbox.put(new InboxItem.Message(message)));
        worker.wake();
    }

    @Override
    void onDirect(Payload message) {
        offer(new InboxItem.Direct(message));
    }

    /** Called on the loop. */
    private void onEvent(Object event, int bytes) {
        offer(new InboxItem.Event(event, bytes));
    }

    /** Adds an item whose sender cannot be paused; a full inbox disconnects the client. */
    private void offer(InboxItem incoming) {
        if (inbox.offer(incoming)) {
            worker.wake();
        } else {
            disconnectSlow();
        }
    }

    @Override
    void onClosed(CloseReason reason) {
        worker.wake();
    }

    @Override
    public void drain() {
        for (var next = inbox.poll(); next != null; next = inbox.poll()) {
            handle(next);
        }
        if (mustDisconnect()) {
            disconnect();
        }
    }

    @Override
    public boolean isPending() {
        return !inbox.isEmpty() || mustDisconnect();
    }

    @Override
    public void startThread(Runnable code) {
        context().startThread(loop(), code);
    }

    private void handle(InboxItem incoming) {
        if (failed || disconnected || !isAccepted()) {
            return; // queued before the handler left its channels
        }
        var handler = handler();
        try {
            switch (incoming) {
                case InboxItem.Message message -> handler.receive(this, message.payload());
                case InboxItem.Direct direct -> handler.direct(this, direct.payload());
                case InboxItem.Event event -> joined.handle(handler, event.value());
            }
        } catch (Throwable failure) {
            failed = true;
            fail(failure);
        }
    }

    private SocketHandler handler() {
        return Objects.requireNonNull(created, "an event arrived before the handler was created");
    }

    private boolean mustDisconnect() {
        return isAccepted() && !disconnected && closeReason().isPresent() && inbox.isEmpty();
    }

    private void disconnect() {
        disconnected = true;
        joined.leaveAll();
        try {
            handler().disconnect(this, closeReason().orElseThrow());
        } catch (Throwable failure) {
            fail(failure);
        }
    }
}
