package dev.fanfare.app;

import dev.fanfare.app.internal.Inbox;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.HttpExchange;
import java.util.concurrent.atomic.AtomicBoolean;

/** The socket of a {@link Consumer}: its events go through an inbox that a virtual thread empties when there are any. */
final class ConsumerSocket extends Socket {
    private final Consumer consumer;
    private final Inbox inbox = new Inbox(this::resumeReading);
    private final AtomicBoolean running = new AtomicBoolean();
    /** Written and read by the one thread that works. */
    private boolean failed;

    private boolean disconnected;

    ConsumerSocket(SocketContext context, HttpExchange handshake, Request request, Consumer consumer) {
        super(context, handshake, request);
        this.consumer = consumer;
    }

    /** Runs {@link Consumer#connect}, and whatever arrives meanwhile after it. */
    void connect() {
        running.set(true);
        context().threads().start(() -> {
            try {
                consumer.connect(this);
                if (!isAccepted()) {
                    refuse(403, "not accepted");
                }
            } catch (Throwable failure) {
                failed = true;
                fail(failure);
            }
            work();
        });
    }

    @Override
    void onMessage(Payload message) {
        putInto(inbox, message);
        wake();
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
            for (var message = inbox.poll(); message != null; message = inbox.poll()) {
                receive(message);
            }
            if (hasToDisconnect()) {
                disconnect();
            }
            running.set(false);
        } while ((!inbox.isEmpty() || hasToDisconnect()) && running.compareAndSet(false, true));
    }

    private void receive(Payload message) {
        if (failed) {
            return;
        }
        try {
            consumer.receive(this, message);
        } catch (Throwable failure) {
            failed = true;
            fail(failure);
        }
    }

    private boolean hasToDisconnect() {
        return isAccepted() && !disconnected && closeReason().isPresent() && inbox.isEmpty();
    }

    private void disconnect() {
        disconnected = true;
        try {
            consumer.disconnect(this, closeReason().orElseThrow());
        } catch (Throwable failure) {
            fail(failure);
        }
    }
}
