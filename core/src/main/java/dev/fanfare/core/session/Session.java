package dev.fanfare.core.session;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.session.HeartbeatWheel.Heartbeat;
import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: its state, and the wiring between connection, outbox, heartbeat and subscriptions. Confined to
 * the connection's event loop, but for {@link #loop}.
 */
public final class Session implements ConnectionListener {
    private enum State {
        /** Messages go both ways. */
        OPEN,
        /** The server wants to close and sends what waits in the control lane first. */
        FLUSHING,
        /** Over, as far as the session is concerned; the transport may still shake hands. */
        CLOSED
    }

    private final Connection connection;
    private final SessionSettings settings;
    private final HeartbeatWheel wheel;
    private final Outbox outbox;
    private final SubscriptionTable subscriptions;
    private final Heartbeat heartbeat = new Heartbeat();
    private final SessionListener listener;
    private State state = State.OPEN;
    private boolean readingBurst;
    private boolean readingPaused;
    private @Nullable CloseReason flushingFor;
    private @Nullable Cancellable flushTimer;
    private @Nullable ClientInfo info;
    private Runnable atEnd = () -> {};

    /** Opens the session. The listener is made first and called from then on. */
    public Session(
            Connection connection,
            SessionSettings settings,
            HeartbeatWheel wheel,
            Function<Session, SessionListener> listener) {
        this.connection = connection;
        this.settings = settings;
        this.wheel = wheel;
        this.outbox = new Outbox(connection, settings.outboxMaxBytes());
        this.subscriptions = new SubscriptionTable(settings.maxSubscriptions());
        wheel.add(this);
        this.listener = listener.apply(this);
    }

    /** The loop this session is confined to. Thread-safe. */
    public EventLoop loop() {
        return connection.loop();
    }

    public Connection connection() {
        return connection;
    }

    public SubscriptionTable subscriptions() {
        return subscriptions;
    }

    /**
     * Says who the client is, once.
     *
     * @param newAtEnd runs when the session ends
     * @throws IllegalStateException when that was said before, or the session is over
     */
    public void identify(ClientInfo newInfo, Runnable newAtEnd) {
        if (info != null || state != State.OPEN) {
            throw new IllegalStateException("a session is identified once, while it is open: " + newInfo);
        }
        info = newInfo;
        atEnd = newAtEnd;
    }

    /** Who the client is; null while nobody has said. */
    public @Nullable ClientInfo info() {
        return info;
    }

    /** False once the client has left or {@link #disconnect} was called. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** True while something that was sent waits for the client; publications that wait do not count. */
    public boolean hasWaitingReplies() {
        return outbox.hasControl();
    }

    /** Bytes that wait for the client. */
    public int outboxBytes() {
        return outbox.bytes();
    }

    /** Sends publications: at once when nothing waits, else through the outbox, by its rules. */
    public void deliver(FrameBatch batch, List<Frame> frames) {
        if (state == State.OPEN && !outbox.offer(batch, frames)) {
            disconnectSlow();
        }
    }

    /** Sends a reply or another frame that is never dropped, ahead of the publications that wait. */
    public void send(Frame frame) {
        if (state != State.OPEN) {
            return;
        }
        if (!outbox.offerControl(frame) && !offerToEmptied(frame)) {
            disconnectSlow();
        } else if (!readingBurst) {
            outbox.drain();
        }
    }

    /** Sends several frames as {@link #send} does, in one write. */
    public void sendAll(Iterable<Frame> frames) {
        boolean outer = readingBurst;
        readingBurst = true;
        frames.forEach(this::send);
        readingBurst = outer;
        if (!outer && state == State.OPEN) {
            outbox.drain();
        }
    }

    /** Stops reading from the client; its heartbeat rests meanwhile. */
    public void pauseReading() {
        readingPaused = true;
        heartbeat.alive();
        connection.pauseReading();
    }

    /** Reads again. */
    public void resumeReading() {
        readingPaused = false;
        heartbeat.alive();
        connection.resumeReading();
    }

    /** Ends the session after sending what waits in the control lane. Does nothing when it is over already. */
    public void disconnect(CloseReason reason) {
        if (state != State.OPEN) {
            return;
        }
        outbox.dropPublications();
        outbox.drain();
        if (outbox.bytes() == 0) {
            end(State.CLOSED, reason);
            connection.close(reason);
        } else {
            flushingFor = reason;
            end(State.FLUSHING, reason);
            flushTimer = loop().schedule(settings.flushTimeout(), () -> connection.close(reason));
        }
    }

    /** Ends the session for a reason of the closed table. */
    public void disconnect(Disconnect why) {
        disconnect(why.reason());
    }

    @Override
    public void onMessage(Payload message) {
        if (state == State.OPEN) {
            readingBurst = true;
            heartbeat.alive();
            listener.onMessage(message);
        }
    }

    /** A message from within the cluster; see {@link SessionListener#onDirect}. */
    public void onDirect(Payload message) {
        if (state == State.OPEN) {
            listener.onDirect(message);
        }
    }

    @Override
    public void onPong() {
        heartbeat.alive();
    }

    @Override
    public void onReadComplete() {
        readingBurst = false;
        if (state == State.OPEN && outbox.bytes() > 0) {
            drain();
        }
    }

    @Override
    public void onWritable() {
        if (state != State.CLOSED) {
            drain();
        }
    }

    @Override
    public void onClosed(CloseReason reason) {
        outbox.clear();
        cancelFlushTimer();
        if (state == State.OPEN) {
            end(State.CLOSED, reason);
        }
        state = State.CLOSED;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    void ping() {
        if (!readingPaused) {
            heartbeat.pinged();
        }
        send(connection.framing().ping());
    }

    void checkPong() {
        if (heartbeat.awaitingPong()) {
            outbox.clear();
            disconnect(Disconnect.NO_PONG);
        }
    }

    /** What waits may be there only because a burst is being collected, which says nothing against the client. */
    private boolean offerToEmptied(Frame frame) {
        outbox.drain();
        return outbox.offerControl(frame);
    }

    private void disconnectSlow() {
        outbox.clear();
        disconnect(Disconnect.SLOW);
    }

    private void drain() {
        outbox.drain();
        if (outbox.hasControl()) {
            return;
        }
        if (flushingFor != null) {
            cancelFlushTimer();
            state = State.CLOSED;
            connection.close(flushingFor);
        } else {
            listener.onDrained();
        }
    }

    private void cancelFlushTimer() {
        if (flushTimer != null) {
            flushTimer.cancel();
            flushTimer = null;
        }
    }

    private void end(State next, CloseReason reason) {
        state = next;
        wheel.remove(this);
        subscriptions.cancelAll();
        atEnd.run();
        listener.onClosed(reason);
    }
}
