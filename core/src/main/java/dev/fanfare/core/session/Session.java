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
 * A client connection with its state, outbox, heartbeat and subscriptions. Confined to the connection's event loop,
 * except for {@link #loop}, which is thread-safe.
 */
public final class Session implements ConnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final DisconnectLog DISCONNECTS = new DisconnectLog();

    private enum State {
        /** Messages are sent and received. */
        OPEN,
        /** The server is closing and first sends the control queue. */
        FLUSHING,
        /** The session has ended; the transport may still perform its closing handshake. */
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
    /** Whether batches go to the transport without a detour: they are neither held nor observed. */
    private boolean direct = true;

    private boolean readingPaused;
    private boolean admitted;
    private @Nullable CloseReason flushingFor;
    private @Nullable Cancellable flushTimer;
    private @Nullable ClientInfo info;
    private @Nullable Frame ping;
    private final long openedNanos;
    private Consumer<CloseReason> atEnd = reason -> {};

    /** Opens the session. The listener is created first. */
    public Session(Connection connection, SessionContext context, Function<Session, SessionListener> listener) {
        this.connection = connection;
        this.context = context;
        this.openedNanos = connection.loop().nanoTime();
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

    /** Returns the loop that this session is confined to. Thread-safe. */
    public EventLoop loop() {
        return connection.loop();
    }

    public Connection connection() {
        return connection;
    }

    /** Returns the time since the session was opened. */
    public Duration age() {
        return Duration.ofNanos(loop().nanoTime() - openedNanos);
    }

    /** Returns the listener of this session. */
    public SessionListener listener() {
        return listener;
    }

    public SubscriptionTable subscriptions() {
        return subscriptions;
    }

    /**
     * Records that the application or the protocol has accepted the client, which ends the limits for unknown clients.
     * Idempotent.
     */
    public void admit() {
        admitted = true;
        connection.admit();
    }

    /** Returns true once {@link #admit} or {@link #identify} was called. */
    public boolean isAdmitted() {
        return admitted;
    }

    /**
     * Identifies the client, once, and admits it. A client with a user counts as authenticated.
     *
     * @param entry registers the client and returns an action for the end of the session; if it throws, the session
     *     stays unidentified
     * @throws IllegalStateException if the session was already identified or has ended
     */
    public void identify(ClientInfo newInfo, Supplier<Consumer<CloseReason>> entry) {
        if (info != null || state != State.OPEN) {
            throw new IllegalStateException("a session must be open and can be identified only once: " + newInfo);
        }
        atEnd = entry.get();
        info = newInfo;
        admit();
        if (!newInfo.user().isEmpty()) {
            connection.memory().authenticate();
        }
    }

    /**
     * Changes the data about the client for all channels; client id and user stay the same.
     *
     * @throws IllegalStateException if the session is not identified
     */
    public void describe(@Nullable Payload connInfo) {
        if (info == null) {
            throw new IllegalStateException("the session is not identified: call identify() first");
        }
        info = new ClientInfo(info.client(), info.user(), connInfo, info.chanInfo());
    }

    /** Returns the client; null before the session is identified. */
    public @Nullable ClientInfo info() {
        return info;
    }

    /** Returns false once the client has disconnected or {@link #disconnect} was called. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Returns true if replies are queued; publications do not count. */
    public boolean hasWaitingReplies() {
        return outbox.hasControl();
    }

    /** Returns {@link SessionSettings#outboxMaxBytes}. Thread-safe. */
    public int outboxMaxBytes() {
        return context.settings().outboxMaxBytes();
    }

    /** Returns the size of the outbox, counted as for {@link SessionSettings#outboxMaxBytes}. */
    public int outboxBytes() {
        return outbox.bytes();
    }

    /**
     * Sends a batch of a channel: directly if nothing is queued, otherwise through the outbox.
     *
     * @param queue the queue of the subscription, which applies its policy for slow clients
     * @param batch the joined frames of the pushes
     */
    public void deliver(SubscriptionQueue queue, FrameBatch batch, List<EncodedPush> pushes) {
        if (state != State.OPEN) {
            return;
        }
        try {
            if (direct ? !outbox.offer(queue, batch, pushes) : !offerIndirectly(queue, batch, pushes)) {
                disconnectSlow();
            }
        } catch (Throwable failure) {
            sendFailed(failure);
        }
    }

    private boolean offerIndirectly(SubscriptionQueue queue, FrameBatch batch, List<EncodedPush> pushes) {
        var observer = outbox.observer();
        if (observer != null) {
            observer.onDelivery(queue, pushes);
        }
        return held ? outbox.offerQueued(queue, pushes) : outbox.offer(queue, batch, pushes);
    }

    /** Reports the deliveries to this client from now on; null ends it. */
    public void observe(@Nullable DeliveryObserver observer) {
        outbox.observe(observer);
        direct = !held && observer == null;
    }

    /** Removes the queued publications of a subscription that has ended. */
    public void forget(SubscriptionQueue queue) {
        outbox.forget(queue);
    }

    /** Sends a reply or another frame that is never dropped, ahead of queued publications. */
    public void send(Frame frame) {
        if (state == State.OPEN && !outbox.fits(frame)) {
            // The queue may only be full because of a burst in progress, which is not the client's fault.
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
        inBurst(() -> frames.forEach(this::send));
    }

    /** Runs work that sends frames, and sends all of them in one write. */
    public void inBurst(Runnable work) {
        boolean outer = readingBurst;
        readingBurst = true;
        try {
            work.run();
        } finally {
            readingBurst = outer;
            if (!outer && state == State.OPEN) {
                drainOutbox();
            }
        }
    }

    /**
     * Replaces the transport's pings by this frame, for protocols with their own pings.
     *
     * @param answered true if the client must answer in time; otherwise the ping only keeps the connection alive
     */
    public void pingBy(Frame frame, boolean answered) {
        ping = frame;
        heartbeat.expectAnswers(answered);
    }

    /** Returns the time between two pings; zero for none. */
    public Duration pingInterval() {
        return context.settings().pingInterval();
    }

    /** Records a pong of the client's protocol; returns false if no ping of {@link #pingBy} was unanswered. */
    public boolean takePong() {
        return heartbeat.takePong();
    }

    /**
     * Queues everything that is sent until {@link #release}. Replies sent in the meantime precede publications that
     * arrived earlier.
     */
    public void hold() {
        held = true;
        direct = false;
    }

    /** Sends the queued frames. */
    public void release() {
        held = false;
        direct = outbox.observer() == null;
        if (state == State.OPEN && !readingBurst) {
            drainOutbox();
        }
    }

    /** Stops reading from the client and suspends its heartbeat. */
    public void pauseReading() {
        readingPaused = true;
        heartbeat.alive();
        connection.pauseReading();
    }

    /** Resumes reading. */
    public void resumeReading() {
        readingPaused = false;
        heartbeat.alive();
        connection.resumeReading();
    }

    /** Ends the session after sending the control queue. Has no effect once the session has ended. */
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

    /** Ends the session with a reason of the closed table. */
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

    /** Delivers a message from the cluster; see {@link SessionListener#onDirect}. */
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
        var reason = outbox.isRefused() ? DisconnectReason.OVERLOADED : DisconnectReason.SLOW;
        outbox.clear();
        disconnect(reason);
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
            if (!outbox.drain()) {
                disconnectSlow();
            }
        } catch (Throwable failure) {
            sendFailed(failure);
        }
    }

    /** Ends the session because frames are lost, which the client could not detect. */
    private void sendFailed(Throwable failure) {
        LOG.error("failed to send frames to {}; ending its session", connection.remoteAddress(), failure);
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
