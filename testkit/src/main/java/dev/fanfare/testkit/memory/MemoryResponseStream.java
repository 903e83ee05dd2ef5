package dev.fanfare.testkit.memory;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.client.CloseReason;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The server side of a streaming response in memory. Confined to the event loop. */
final class MemoryResponseStream implements Connection {
    /** The limit at which the socket transport becomes not writable. */
    private static final int HIGH_BYTES = 64 * 1024;

    private final MemoryLoop loop;
    private final Duration closeTimeout;
    private final SocketAddress peer;
    private final StreamFormat format;
    private final MemoryAccount memory;
    private final Queue<byte[]> unread = new ArrayDeque<>();
    private long unreadBytes;
    private boolean stalled;
    private Consumer<byte[]> onBytes = bytes -> {};
    private Consumer<Boolean> onOver = orderly -> {};
    private @Nullable ConnectionListener listener;
    private @Nullable CloseReason closing;
    private @Nullable Cancellable closeTimer;
    private boolean over;

    MemoryResponseStream(MemoryLoop loop, Duration closeTimeout, SocketAddress peer, StreamFormat format) {
        this.loop = loop;
        this.closeTimeout = closeTimeout;
        this.peer = peer;
        this.format = format;
        this.memory = loop.governor().open(kind -> loop.execute(this::lose));
    }

    // ---- for the client ----

    /**
     * Starts reading.
     *
     * @param onPart receives each part of the body
     * @param onEnd called once when the stream has ended; true if the server ended it and everything was read
     */
    void read(Consumer<byte[]> onPart, Consumer<Boolean> onEnd) {
        onBytes = onPart;
        onOver = onEnd;
    }

    void stall() {
        stalled = true;
    }

    void resume() {
        boolean wasWritable = isWritable();
        stalled = false;
        for (var bytes = unread.poll(); bytes != null; bytes = unread.poll()) {
            onBytes.accept(bytes);
        }
        unreadBytes = 0;
        leaveWhenClosed();
        if (!wasWritable && listener != null) {
            listener.onWritable();
        }
    }

    /** Ends the stream because the client left or the connection broke. */
    void lose() {
        end(CloseReason.lost(), false);
    }

    // ---- for the exchange ----

    /** Starts the response with these bytes. */
    void open(byte[] begin, Function<Connection, ConnectionListener> listeners) {
        put(begin);
        listener = listeners.apply(this);
    }

    /** Starts and ends a response without a body (RFC 9110, 9.3.2). */
    void openAndLose(Function<Connection, ConnectionListener> listeners) {
        closing = CloseReason.lost();
        listener = listeners.apply(this);
        loop.execute(this::lose);
    }

    // ---- for the server ----

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Framing framing() {
        return format.framing();
    }

    @Override
    public SocketAddress remoteAddress() {
        return peer;
    }

    @Override
    public boolean isWritable() {
        return !over && unreadBytes <= HIGH_BYTES;
    }

    @Override
    public void write(FrameBatch batch) {
        if (!(batch instanceof MemoryFrameBatch joined)) {
            throw new IllegalArgumentException("expected a batch of this transport, got " + batch);
        }
        if (closing == null) {
            joined.frames().forEach(frame -> put(frame.bytes()));
        }
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseReason reason) {
        if (closing != null || over) {
            return;
        }
        closing = reason;
        var last = format.closingFrame().apply(reason);
        if (last.isEmpty() && reason.code() != CloseReason.NORMAL) {
            loop.execute(this::lose);
            return;
        }
        last.map(Frame::bytes).ifPresent(this::put);
        closeTimer = loop.schedule(closeTimeout, this::lose);
        leaveWhenClosed();
    }

    /** Ends the connection as soon as the client has read the end. */
    private void leaveWhenClosed() {
        var reason = closing;
        if (reason != null && !stalled && !over) {
            loop.execute(() -> end(reason, true));
        }
    }

    private void put(byte[] bytes) {
        if (over || bytes.length == 0) {
            return;
        }
        if (stalled) {
            unread.add(bytes);
            unreadBytes += bytes.length;
        } else {
            onBytes.accept(bytes);
        }
    }

    private void end(CloseReason reason, boolean orderly) {
        if (over) {
            return;
        }
        over = true;
        memory.close();
        unread.clear();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        var ended = listener;
        listener = null;
        if (ended != null) {
            ended.onClosed(reason);
        }
        // Last, so that a test that has observed the end can check the server's reaction.
        onOver.accept(orderly);
    }
}
