package dev.fanfare.testkit.memory;

import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.testkit.app.ClientInbox;
import dev.fanfare.testkit.app.ClientWire;
import dev.fanfare.testkit.app.TestResponse;
import dev.fanfare.testkit.memory.MemoryConnection.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The client side of a connection in memory. Thread-safe; all work is done on the event loop. */
final class MemoryWire implements ClientWire {
    /** Number of bytes in transit to a server that does not read, before the client must wait. */
    private static final int WINDOW_BYTES = 256 * 1024;

    private final MemoryLoop loop;
    private final LoopActivity activity;
    private final MemoryConnection connection;
    private final MemoryExchange exchange;
    private final ClientInbox inbox;
    private final Semaphore window = new Semaphore(WINDOW_BYTES);
    private volatile boolean over;

    /**
     * Creates the client of a new connection.
     *
     * @param onOver called on the loop when the connection has ended
     */
    MemoryWire(
            MemoryLoop loop,
            LoopActivity activity,
            MemorySettings settings,
            HttpRequest handshake,
            ClientInbox inbox,
            Consumer<MemoryWire> onOver) {
        this.loop = loop;
        this.activity = activity;
        this.inbox = inbox;
        this.connection =
                new MemoryConnection(loop, settings, handshake.remoteAddress(), inbox, window::release, () -> {
                    over = true;
                    window.release(WINDOW_BYTES);
                    onOver.accept(this);
                });
        this.exchange = new MemoryExchange(loop, settings, handshake, new byte[0], connection, new Answer());
    }

    /** Sends the handshake to the handler. */
    void start(HttpHandler handler, boolean stalled) {
        loop.execute(() -> {
            if (stalled) {
                connection.stall();
            }
            exchange.start(handler);
        });
    }

    @Override
    public void send(List<Payload> messages, Duration timeout) {
        long total = messages.stream().mapToLong(Payload::size).sum();
        int windowBytes = (int) Math.min(total, WINDOW_BYTES);
        awaitRoom(windowBytes, timeout);
        // The first message returns the window of all messages; the others return nothing.
        var arriving = messages.stream()
                .map(message -> new Message(message, message == messages.getFirst() ? windowBytes : 0))
                .toList();
        onLoop(() -> connection.arrive(arriving));
    }

    @Override
    public void close(CloseReason reason) {
        onLoop(() -> connection.closeByClient(reason));
    }

    @Override
    public void lose() {
        onLoop(() -> {
            exchange.abandon();
            connection.lose();
            inbox.onEnd(CloseReason.lost());
        });
    }

    @Override
    public void stall() {
        onLoop(connection::stall);
    }

    @Override
    public void resume() {
        onLoop(connection::resume);
    }

    @Override
    public void ignorePings() {
        onLoop(connection::ignorePings);
    }

    @Override
    public void settle() {
        activity.awaitQuiet();
    }

    private void awaitRoom(int bytes, Duration timeout) {
        try {
            if (!over && !window.tryAcquire(bytes, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("the server does not read messages of this client: " + bytes
                        + " bytes could not be sent within " + timeout);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending", interrupted);
        }
    }

    /** Has no effect once the transport is closed. */
    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closed) {
            inbox.onEnd(CloseReason.lost());
        }
    }

    /** Receives the response to a handshake; a WebSocket client does not read streams. */
    private final class Answer implements MemoryAsker {
        @Override
        public void onResponse(TestResponse response) {
            inbox.onAnswer(response);
        }

        @Override
        public void onStream(TestResponse head, MemoryResponseStream stream) {
            inbox.onAnswer(head);
            loop.execute(stream::lose);
        }
    }
}
