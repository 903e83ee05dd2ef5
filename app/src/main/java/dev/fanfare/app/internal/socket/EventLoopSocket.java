package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Request;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The socket of a {@link SocketHandler} that runs on the event loop. Thread-safe; events are confined to the loop. */
final class EventLoopSocket extends ClientSocket {
    /** A longer event delays the other clients of the loop and is logged. */
    private static final long SLOW_MILLIS = 5;

    private interface Event {
        void run() throws Exception;
    }

    private final SocketHandler handler;
    private final JoinedChannels joined = new JoinedChannels(this, this::onEvent);
    private boolean running;
    private boolean failed;
    /** Events that the running event has caused, such as the first message of a client that it has accepted. */
    private @Nullable Queue<Event> queued;

    EventLoopSocket(AppContext context, HttpExchange handshake, Request request, SocketHandler handler) {
        super(context, handshake, request);
        this.handler = handler;
        joined.bind(handler);
    }

    void connect() {
        inTurn(() -> {
            try {
                handler.connect(this);
                refuseUnlessAccepted();
            } finally {
                if (!isAccepted()) {
                    joined.leaveAll();
                }
            }
        });
    }

    @Override
    void onMessage(Payload message) {
        inTurn(() -> {
            if (!failed) {
                handler.receive(this, message);
            }
        });
    }

    @Override
    void onDirect(Payload message) {
        inTurn(() -> {
            if (!failed) {
                handler.direct(this, message);
            }
        });
    }

    @Override
    void onClosed(CloseReason reason) {
        joined.leaveAll();
        inTurn(() -> handler.disconnect(this, reason));
    }

    /** Called on the loop. */
    private void onEvent(Object event, int bytes) {
        inTurn(() -> {
            if (!failed && closeReason().isEmpty()) {
                joined.handle(handler, event);
            }
        });
    }

    /** Runs the event, or queues it behind the running event. */
    private void inTurn(Event event) {
        if (running) {
            if (queued == null) {
                queued = new ArrayDeque<>();
            }
            queued.add(event);
            return;
        }
        running = true;
        run(event);
        for (var next = poll(); next != null; next = poll()) {
            run(next);
        }
        queued = null;
        running = false;
    }

    private @Nullable Event poll() {
        return queued == null ? null : queued.poll();
    }

    private void run(Event event) {
        long start = System.nanoTime();
        try {
            event.run();
        } catch (Throwable failure) {
            failed = true;
            fail(failure);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (millis > SLOW_MILLIS) {
            context().failures().reportSlow(handler.getClass().getName(), millis);
        }
    }
}
