package dev.fanfare.core.session;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.session.HeartbeatWheel.Heartbeat;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its state, and the wiring between connection, outbox, heartbeat and subscriptions. Confined to
 * the connection's event loop, but for {@link #loop}.
 */
public final class Session implements ConnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final DisconnectLog DISCONNECTS = new DisconnectLog();

    private enum State {
        /** Messages go both ways. */
        OPEN,
        /** The server wants to close and sends what waits in the control queue first. */
        FLUSHING,
        /** Over, as far as the session is concerned; the transport may still shake hands. */
        CLOSED
    }

    private final Connection connection;
    private final SessionContext context;
    private final Outbox outbox;
    private final SubscriptionTable subscriptions;
    private final Heartbeat heartbeat = new Heartbeat(this);
    private final SessionListener listener;
    private State state = State.OPEN;
    private boolean readingBurst;
    private boolean held;
    private boolean readingPaused;
    private @Nullable CloseReason flushingFor;
    private @Nullable Cancellable flushTimer;
    private @Nullable ClientInfo info;
    private @Nullable Frame ping;
    private Consumer<CloseReason> atEnd = reason -> {};

    /** Opens the session. The listener is made first and called from then on. */
    public Session(Connection connection, SessionContext context, Function<Session, SessionListener> listener) {
        this.connection = connection;
        this.context = context;
        this.outbox = new Outbox(connection, context.settings().outboxMaxBytes(), context.metrics());
        this.subscriptions = new SubscriptionTable(context.settings().maxSubscriptions());
        context.wheel().add(heartbeat);
        try {
            this.listener = listener.apply(this);
        } catch (RuntimeException | Error bug) {
            context.wheel().remove(heartbeat);
            throw bug;
        }
        context.metrics().sessionOpened();
    }

    /** The loop this session is confined to. Thread-safe. */
    public EventLoop loop() {
        return connection.loop();
    }

    public Connection connection() {
        return connection;
    }

    /** What it calls. */
    public SessionListener listener() {
        return listener;
    }

    public SubscriptionTable subscriptions() {
        return subscriptions;
    }

    /**
     * Says who the client is, once.
     *
     * @param entry makes it known; what it returns is told why the session ends. When it throws, nothing was said
     * @throws IllegalStateException when that was said before, or the session is over
     */
    public void identify(ClientInfo newInfo, Supplier<Consumer<CloseReason>> entry) {
        if (info != null || state != State.OPEN) {
            throw new IllegalStateException("a session is identified once, while it is open: " + newInfo);
        }
        atEnd = entry.get();
        info = newInfo;
    }

    /**
     * Says otherwise what others are told of the client in every channel; who it is stays.
     *
     * @throws IllegalStateException when nobody has said who it is
     */
    public void describe(@Nullable Payload connInfo) {
        if (info == null) {
            throw new IllegalStateException("nobody has said who this client is: identify it first");
        }
        info = new ClientInfo(info.client(), info.user(), connInfo, info.chanInfo());
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

    /** Bytes that wait for the client, counted as {@link SessionSettings#outboxMaxBytes} says. */
    public int outboxBytes() {
        return outbox.bytes();
    }

    /**
     * Sends what a channel hands out: at once when nothing waits, else through the outbox.
     *
     * @param queue the subscription's, whose policy rules when the client is slow
     * @param batch the frames of the pushes, joined
     */
    public void deliver(SubscriptionQueue queue, FrameBatch batch, List<EncodedPush> pushes) {
        if (state != State.OPEN) {
            return;
        }
        try {
            if (held ? !outbox.offerQueued(queue, pushes) : !outbox.offer(queue, batch, pushes)) {
                disconnectSlow();
            }
        } catch (Throwable failure) {
            sendFailed(failure);
        }
    }

    /** Forgets what waits of a subscription that has ended. */
    public void forget(SubscriptionQueue queue) {
        outbox.forget(queue);
    }

    /** Sends a reply or another frame that is never dropped, ahead of the publications that wait. */
    public void send(Frame frame) {
        if (state == State.OPEN && !outbox.fits(frame)) {
            // What waits may be there only because a burst is being collected, which says nothing against the client.
            drainOutbox();
        }
        if (state != State.OPEN) {
            return;
        }
        if (!outbox.offerControl(frame)) {
            disconnectSlow();
        } else if (!readingBurst) {
            drainOutbox();
        }
    }

    /** Sends several frames as {@link #send} does, in one write. */
    public void sendAll(Iterable<Frame> frames) {
        boolean outer = readingBurst;
        readingBurst = true;
        frames.forEach(this::send);
        readingBurst = outer;
        if (!outer && state == State.OPEN) {
            drainOutbox();
        }
    }

    /**
     * Pings by this frame from now on, instead of the transport's own ping: for protocols with pings of their own.
     *
     * @param answered whether the client owes an answer, in time; without it the ping only keeps the connection alive
     */
    public void pingBy(Frame frame, boolean answered) {
        ping = frame;
        heartbeat.expectAnswers(answered);
    }

    /** Time between two pings; zero for none. */
    public Duration pingInterval() {
        return context.settings().pingInterval();
    }

    /** The client's protocol answered a ping; false when none of {@link #pingBy} was unanswered. */
    public boolean takePong() {
        return heartbeat.takePong();
    }

    /** Lets all that is sent wait, until {@link #release}: what is sent then goes ahead of the publications that came before. */
    public void hold() {
        held = true;
    }

    /** Sends what waits. */
    public void release() {
        held = false;
        if (state == State.OPEN && !readingBurst) {
            drainOutbox();
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

    /** Ends the session after sending what waits in the control queue. Does nothing when it is over already. */
    public void disconnect(CloseReason why) {
        if (state != State.OPEN) {
            return;
        }
        var reason = listener.protocolReason(why);
        outbox.dropPublications();
        held = false;
        drainOutbox();
        if (state != State.OPEN) {
            return;
        }
        context.metrics().disconnected(reason.code());
        if (outbox.bytes() == 0) {
            end(State.CLOSED, reason);
            connection.close(reason);
        } else {
            flushingFor = reason;
            end(State.FLUSHING, reason);
            flushTimer = loop().schedule(context.settings().flushTimeout(), () -> connection.close(reason));
        }
    }

    /** Ends the session for a reason of the closed table. */
    public void disconnect(DisconnectReason why) {
        disconnect(why.reason());
    }

    @Override
    public void onMessage(Payload message) {
        if (state == State.OPEN) {
            readingBurst = true;
            heartbeat.alive();
            context.metrics().received(message.size());
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

    void ping() {
        context.metrics().outbox(outbox.bytes());
        heartbeat.pinged();
        if (readingPaused) {
            heartbeat.alive();
        }
        send(ping == null ? connection.framing().ping() : ping);
    }

    void checkPong() {
        if (heartbeat.awaitingPong()) {
            outbox.clear();
            disconnect(DisconnectReason.NO_PONG);
        }
    }

    private void disconnectSlow() {
        outbox.clear();
        disconnect(DisconnectReason.SLOW);
    }

    private void drain() {
        drainOutbox();
        if (state == State.CLOSED || outbox.hasControl()) {
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

    private void drainOutbox() {
        if (held) {
            return;
        }
        try {
            outbox.drain();
        } catch (Throwable failure) {
            sendFailed(failure);
        }
    }

    /** Frames are lost: the session ends, or its client would never know. */
    private void sendFailed(Throwable failure) {
        LOG.error("frames for {} are lost, and its session ends", connection.remoteAddress(), failure);
        outbox.clear();
        disconnect(DisconnectReason.SEND_FAILED);
    }

    private void cancelFlushTimer() {
        if (flushTimer != null) {
            flushTimer.cancel();
            flushTimer = null;
        }
    }

    private void end(State next, CloseReason reason) {
        state = next;
        context.wheel().remove(heartbeat);
        context.metrics().sessionClosed(reason.code());
        DISCONNECTS.write(connection, info, reason);
        subscriptions.cancelAll();
        atEnd.accept(reason);
        listener.onClosed(reason);
    }
}
