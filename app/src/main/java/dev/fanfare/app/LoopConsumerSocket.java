package dev.fanfare.app;

import dev.fanfare.app.route.Parameters;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.HttpExchange;
import java.util.concurrent.TimeUnit;

/** The socket of a {@link Consumer} that was registered as non-blocking: its events run on the event loop itself. */
final class LoopConsumerSocket extends Socket {
    /** An event that takes longer than this holds up every client of its loop, and is logged. */
    private static final long TOO_LONG_MILLIS = 5;

    private interface Event {
        void run() throws Exception;
    }

    private final Consumer consumer;

    LoopConsumerSocket(SocketContext context, HttpExchange handshake, Parameters parameters, Consumer consumer) {
        super(context, handshake, parameters);
        this.consumer = consumer;
    }

    void connect() {
        run(() -> {
            consumer.connect(this);
            if (!isAccepted()) {
                refuse(403, "not accepted");
            }
        });
    }

    @Override
    void onMessage(Payload message) {
        run(() -> consumer.receive(this, message));
    }

    @Override
    void onClosed(CloseReason reason) {
        run(() -> consumer.disconnect(this, reason));
    }

    private void run(Event event) {
        long start = System.nanoTime();
        try {
            event.run();
        } catch (Throwable failure) {
            fail(failure);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (millis > TOO_LONG_MILLIS) {
            context().failures().reportSlow(consumer.getClass().getName(), millis);
        }
    }
}
