package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Records the calls of a connection, and checks that they happen on the loop. Thread-safe. */
public class RecordingListener implements ConnectionListener {
    private static final int TIMEOUT_SECONDS = 60;

    /** More than the kernel holds for a connection whose client does not read. */
    private static final int FILLING_BYTES = 512 * 1024;

    private final CompletableFuture<Connection> connection = new CompletableFuture<>();
    private final BlockingQueue<Payload> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    private final AtomicInteger pongs = new AtomicInteger();
    private final AtomicInteger writable = new AtomicInteger();
    private final AtomicInteger strayCalls = new AtomicInteger();

    /** Called when the connection is open and nothing has been read. */
    protected void opened(Connection opened) {
        admit(opened);
        connection.complete(opened);
    }

    /** Admits the client. */
    protected void admit(Connection opened) {
        opened.admit();
    }

    @Override
    public void onMessage(Payload message) {
        check();
        messages.add(message);
    }

    @Override
    public void onPong() {
        check();
        pongs.incrementAndGet();
    }

    @Override
    public void onReadComplete() {
        check();
    }

    @Override
    public void onWritable() {
        check();
        writable.incrementAndGet();
    }

    @Override
    public void onClosed(CloseReason reason) {
        check();
        closed.add(reason);
    }

    /** Waits for the connection and returns it. */
    public Connection connection() {
        return connection.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Runs the query on the loop of the connection and returns the result. */
    public <T> T onLoop(Function<Connection, T> question) {
        var open = connection();
        return CompletableFuture.supplyAsync(() -> question.apply(open), open.loop())
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Sends a message. */
    public void send(Payload message) {
        onLoop(open -> {
            write(open, open.framing().message(message));
            return true;
        });
    }

    /** Sends a binary message that consists of these parts. */
    public void send(MessagePart... parts) {
        onLoop(open -> {
            write(open, open.framing().message(new MessageParts(Kind.BINARY, List.of(parts))));
            return true;
        });
    }

    /**
     * Sends these messages until the client has to read before the connection is writable again. A connection that is not writable
     * only waits for the kernel if the backend sends in the background, as io_uring does.
     *
     * @return the number of messages
     */
    public int fill(IntFunction<Payload> messages) {
        int sent = 0;
        for (int bytes = 0; bytes < FILLING_BYTES || onLoop(Connection::isWritable); sent++) {
            var message = messages.apply(sent);
            send(message);
            bytes += message.size();
        }
        return sent;
    }

    /** Starts to close. */
    public void close(int code, String reason) {
        onLoop(open -> {
            open.close(new CloseReason(code, reason));
            return true;
        });
    }

    /** Returns the next message; fails if none arrives in time. */
    public Payload nextMessage() {
        return next(messages);
    }

    /** Returns the reason passed to {@code onClosed}; fails if it is not called in time, or twice. */
    public CloseReason closeReason() {
        var reason = next(closed);
        // Waits for the remaining calls of the loop for this connection.
        onLoop(open -> true);
        assertThat(closed).isEmpty();
        assertThat(strayCalls).hasValue(0);
        return reason;
    }

    /** Returns the number of messages that arrived and were not taken. */
    public List<Payload> waitingMessages() {
        return List.copyOf(messages);
    }

    public int pongs() {
        return pongs.get();
    }

    public int timesWritable() {
        return writable.get();
    }

    public boolean isClosed() {
        return !closed.isEmpty();
    }

    protected static void write(Connection to, Frame frame) {
        try (var batch = to.loop().join(List.of(frame))) {
            to.write(batch);
        }
    }

    private void check() {
        if (isClosed() || !connection().loop().inEventLoop()) {
            strayCalls.incrementAndGet();
        }
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            var value = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (value == null) {
                throw new AssertionError("nothing within " + TIMEOUT_SECONDS + " s");
            }
            return value;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
