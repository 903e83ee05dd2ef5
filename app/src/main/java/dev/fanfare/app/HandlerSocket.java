package dev.fanfare.app;

import dev.fanfare.app.internal.Inbox;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The socket of a {@link SocketHandler}: its events go through an inbox that a virtual thread empties when there are any. */
final class HandlerSocket extends Socket {
    private final Function<? super Request, ? extends SocketHandler> consumers;
    private final Inbox<InboxItem> inbox = new Inbox<>(InboxItem::size, this::resumeReading);
    private final AtomicBoolean running = new AtomicBoolean();
    /** Written and read by the one thread that works. */
    private boolean failed;

    private boolean disconnected;
    /** Made by that thread before anything can arrive. */
    private @Nullable SocketHandler made;

    HandlerSocket(
            SocketContext context,
            HttpExchange handshake,
            Request request,
            Function<? super Request, ? extends SocketHandler> consumers) {
        super(context, handshake, request);
        this.consumers = consumers;
    }

    /** Makes the consumer, runs {@link SocketHandler#connect}, and whatever arrives meanwhile after it. */
    void connect() {
        running.set(true);
        context().threads().start(() -> {
            try {
                var consumer = make();
                consumer.connect(this);
                if (!isAccepted()) {
                    refuse(403, "not accepted");
                }
            } catch (Throwable failure) {
                failed = true;
                fail(failure);
            }
            if (made != null && !isAccepted()) {
                made.joined().leaveAll(); // who was not let in does not disconnect
            }
            work();
        });
    }

    private SocketHandler make() {
        var consumer = consumers.apply(request());
        consumer.bind(new JoinedChannels(this, this::onEvent));
        made = consumer;
        return consumer;
    }

    @Override
    void onMessage(Payload message) {
        pauseReadingIf(inbox.put(new InboxItem.Message(message)));
        wake();
    }

    @Override
    void onDirect(Payload message) {
        offer(new InboxItem.Direct(message));
    }

    /** On any event loop. */
    private void onEvent(Object event, int bytes) {
        offer(new InboxItem.Event(event, bytes));
    }

    /** Whoever sends can't be held back: a consumer that is too slow for what others send is ended. */
    private void offer(InboxItem incoming) {
        if (inbox.offer(incoming)) {
            wake();
        } else {
            disconnectSlow();
        }
    }

    @Override
    void onClosed(CloseReason reason) {
        wake();
    }

    private void wake() {
        if (running.compareAndSet(false, true)) {
            context().threads().start(this::work);
        }
    }

    /** Empties the inbox; on one thread at a time. */
    private void work() {
        do {
            for (var next = inbox.poll(); next != null; next = inbox.poll()) {
                handle(next);
            }
            if (hasToDisconnect()) {
                disconnect();
            }
            running.set(false);
        } while ((!inbox.isEmpty() || hasToDisconnect()) && running.compareAndSet(false, true));
    }

    private void handle(InboxItem incoming) {
        if (failed || disconnected || !isAccepted()) {
            return; // what came before it left its channels is not for it any more
        }
        try {
            switch (incoming) {
                case InboxItem.Message message -> consumer().receive(this, message.payload());
                case InboxItem.Direct direct -> consumer().direct(this, direct.payload());
                case InboxItem.Event event -> consumer().events().handle(consumer(), this, event.value());
            }
        } catch (Throwable failure) {
            failed = true;
            fail(failure);
        }
    }

    private SocketHandler consumer() {
        return Objects.requireNonNull(made, "something arrived before the client was let in");
    }

    private boolean hasToDisconnect() {
        return isAccepted() && !disconnected && closeReason().isPresent() && inbox.isEmpty();
    }

    private void disconnect() {
        disconnected = true;
        consumer().joined().leaveAll();
        try {
            consumer().disconnect(this, closeReason().orElseThrow());
        } catch (Throwable failure) {
            fail(failure);
        }
    }
}
