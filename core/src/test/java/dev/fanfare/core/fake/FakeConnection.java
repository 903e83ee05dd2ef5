package dev.fanfare.core.fake;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose peer is the test. It keeps the written frames; the test sends messages and stops reading. Confined to its
 * event loop, except for the written frames and the close reason, which any thread can read.
 */
public final class FakeConnection implements Connection {
    private static final SocketAddress PEER = InetSocketAddress.createUnresolved("fake.test", 1);

    /** One write: its frames in order, and its time. */
    public record Write(List<Frame> frames, long nanoTime) {
        /** Number of bytes. */
        public int size() {
            return frames.stream().mapToInt(Frame::size).sum();
        }
    }

    private final EventLoop loop;
    private final MemoryAccount memory;
    private final Framing framing;
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private volatile @Nullable CloseReason closeReason;
    private @Nullable ConnectionListener listener;
    private Runnable onWrite = () -> {};
    private boolean stalled;
    private boolean copiesUnsent;
    private boolean readingPaused;
    private boolean over;

    public FakeConnection(EventLoop loop) {
        this(loop, PlainFraming.PLAIN);
    }

    public FakeConnection(EventLoop loop, Framing framing) {
        this(loop, framing, MemoryGovernor.unlimited());
    }

    /** Creates a connection whose memory is limited; it ends when it is shed. */
    public FakeConnection(EventLoop loop, Framing framing, MemoryGovernor governor) {
        this.loop = loop;
        this.framing = framing;
        this.memory = governor.open(kind -> loop.execute(() -> close(new CloseReason(1013, kind.label()))));
    }

    /** Sets the listener; must be called before anything is received. */
    public void listen(ConnectionListener newListener) {
        listener = newListener;
    }

    /** Runs this action during each accepted write, to delay it or to change state at that moment. */
    public void onWrite(Runnable action) {
        onWrite = action;
    }

    /** Stops reading on the peer's side. The connection is not writable, but accepts writes. */
    public void stall() {
        stalled = true;
    }

    /** Copies each batch, as TLS does. */
    public void copyUnsent() {
        copiesUnsent = true;
    }

    /** Resumes reading on the peer's side. */
    public void resume() {
        stalled = false;
        if (!over) {
            listener().onWritable();
        }
    }

    /** Receives messages in one burst. */
    public void receive(Payload... messages) {
        for (var message : messages) {
            listener().onMessage(message);
        }
        listener().onReadComplete();
    }

    /** Receives text messages in one burst. */
    public void receiveText(String... texts) {
        for (var text : texts) {
            listener().onMessage(Payload.text(text));
        }
        listener().onReadComplete();
    }

    /** Receives a pong. */
    public void pong() {
        listener().onPong();
        listener().onReadComplete();
    }

    /** Breaks the connection. */
    public void lose() {
        end(CloseReason.lost());
    }

    /** The writes so far. */
    public List<Write> writes() {
        return List.copyOf(writes);
    }

    /** All frames written so far, including pings. */
    public List<Frame> frames() {
        return writes.stream().flatMap(write -> write.frames().stream()).toList();
    }

    /** The messages written so far. */
    public List<Payload> messages() {
        return frames().stream()
                .filter(frame -> !PlainFraming.isPing(frame))
                .map(PlainFraming::decode)
                .toList();
    }

    /** The messages written so far, as text. */
    public List<String> texts() {
        return messages().stream().map(Payload::text).toList();
    }

    /** The times of the written pings. */
    public List<Long> pingNanoTimes() {
        return writes.stream()
                .flatMap(write ->
                        write.frames().stream().filter(PlainFraming::isPing).map(ping -> write.nanoTime()))
                .toList();
    }

    /** The close reason of this side; empty while it is open. */
    public Optional<CloseReason> closeReason() {
        return Optional.ofNullable(closeReason);
    }

    public boolean isReadingPaused() {
        return readingPaused;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public SocketAddress remoteAddress() {
        return PEER;
    }

    @Override
    public boolean isWritable() {
        return !stalled;
    }

    @Override
    public boolean sharesUnsent() {
        return !copiesUnsent;
    }

    @Override
    public void write(FrameBatch batch) {
        if (!(batch instanceof JoinedFrames joined)) {
            throw new IllegalArgumentException("not a batch of this test kit: " + batch);
        }
        var frames = joined.frames();
        if (closeReason == null && !over) {
            writes.add(new Write(frames, loop.nanoTime()));
            onWrite.run();
        }
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
    }

    /** Completes the close by the peer in a later task. */
    @Override
    public void close(CloseReason reason) {
        if (closeReason == null && !over) {
            closeReason = reason;
            loop.execute(() -> end(reason));
        }
    }

    private void end(CloseReason reason) {
        if (!over) {
            over = true;
            memory.close();
            listener().onClosed(reason);
        }
    }

    private ConnectionListener listener() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens to this connection: call listen first");
        }
        return listener;
    }
}
