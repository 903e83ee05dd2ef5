package dev.fanfare.app;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The socket of a {@link SocketHandler} that was registered as non-blocking: its events run on the event loop itself. */
final class EventLoopSocket extends Socket {
    /** An event that takes longer than this holds up every client of its loop, and is logged. */
    private static final long TOO_LONG_MILLIS = 5;

    private interface Event {
        void run() throws Exception;
    }

    private final SocketHandler consumer;
    private boolean running;
    private boolean failed;
    /** Events that an event brought about: letting a client in that sent ahead, or sending to one that is too slow. */
    private @Nullable Queue<Event> behind;

    EventLoopSocket(SocketContext context, HttpExchange handshake, Request request, SocketHandler consumer) {
        super(context, handshake, request);
        this.consumer = consumer;
        consumer.bind(new JoinedChannels(this, this::onEvent));
    }

    void connect() {
        inTurn(() -> {
            try {
                consumer.connect(this);
                if (!isAccepted()) {
                    refuse(403, "not accepted");
                }
            } finally {
                if (!isAccepted()) {
                    consumer.joined().leaveAll(); // who was not let in does not disconnect
                }
            }
        });
    }

    @Override
    void onMessage(Payload message) {
        inTurn(() -> {
            if (!failed) {
                consumer.receive(this, message);
            }
        });
    }

    @Override
    void onDirect(Payload message) {
        inTurn(() -> {
            if (!failed) {
                consumer.direct(this, message);
            }
        });
    }

    @Override
    void onClosed(CloseReason reason) {
        consumer.joined().leaveAll();
        inTurn(() -> consumer.disconnect(this, reason));
    }

    /** On any event loop. */
    private void onEvent(Object event, int bytes) {
        loop().execute(() -> inTurn(() -> {
            if (!failed && closeReason().isEmpty()) {
                consumer.events().handle(consumer, this, event);
            }
        }));
    }

    /** Runs the event, or leaves it to the event that is running. */
    private void inTurn(Event event) {
        if (running) {
            if (behind == null) {
                behind = new ArrayDeque<>();
            }
            behind.add(event);
            return;
        }
        running = true;
        run(event);
        for (var next = poll(); next != null; next = poll()) {
            run(next);
        }
        behind = null;
        running = false;
    }

    private @Nullable Event poll() {
        return behind == null ? null : behind.poll();
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
        if (millis > TOO_LONG_MILLIS) {
            context().failures().reportSlow(consumer.getClass().getName(), millis);
        }
    }
}
