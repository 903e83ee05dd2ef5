package dev.fanfare.testkit.memory;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.app.ClientInbox;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The server side of a connection in memory with its closing handshake (RFC 6455, 7). Confined to the event loop. */
final class MemoryConnection implements Connection {
    /** An input from the client. */
    sealed interface Arrival {}

    /** A message, and the number of bytes by which the client's window grows when it is taken. */
    record Message(Payload payload, int windowBytes) implements Arrival {}

    record Pong() implements Arrival {}

    record Close(CloseReason reason) implements Arrival {}

    private static final int PROTOCOL_ERROR = 1002;
    private static final int TOO_BIG = 1009;
    private static final int TRY_AGAIN_LATER = 1013;

    private final MemoryLoop loop;
    private final MemorySettings settings;
    private final SocketAddress peer;
    private final ClientSide client;
    private final IntConsumer onTaken;
    private final Runnable onOver;
    private final MemoryAccount memory;
    private final Queue<Arrival> arrived = new ArrayDeque<>();
    /** Null before the handshake is answered and after the connection has ended. */
    private @Nullable ConnectionListener listener;

    private boolean readingPaused = true;
    private boolean admitted;
    private boolean handingOver;
    private boolean ignoresPings;
    private boolean clientHasClosed;
    private boolean over;
    private @Nullable CloseReason closeSent;
    private @Nullable Cancellable closeTimer;

    /**
     * Creates a connection without a listener; what arrives is queued.
     *
     * @param onTaken receives the {@link Message#windowBytes} of each delivered message
     * @param onOver called once when the connection has ended
     */
    MemoryConnection(
            MemoryLoop loop,
            MemorySettings settings,
            SocketAddress peer,
            ClientInbox inbox,
            IntConsumer onTaken,
            Runnable onOver) {
        this.loop = loop;
        this.settings = settings;
        this.peer = peer;
        this.client = new ClientSide(inbox, this::onPing);
        this.memory = loop.governor()
                .open(kind -> loop.execute(() -> sendClose(
                        new CloseReason(TRY_AGAIN_LATER, "the server is short of memory for " + kind.label()))));
        this.onTaken = onTaken;
        this.onOver = onOver;
    }

    // ---- for the client ----

    /** Receives inputs that arrive together. */
    void arrive(List<? extends Arrival> things) {
        arrived.addAll(things);
        handOver();
    }

    /** Starts or answers the closing handshake for the client; only the first call counts. */
    void closeByClient(CloseReason reason) {
        if (!clientHasClosed) {
            clientHasClosed = true;
            arrive(List.of(new Close(reason)));
        }
    }

    /** Breaks the connection. */
    void lose() {
        end(CloseReason.lost(), CloseReason.lost());
    }

    void stall() {
        client.stall();
    }

    void resume() {
        boolean wasWritable = client.isWritable();
        client.resume();
        answerClose();
        if (!wasWritable && listener != null) {
            listener.onWritable();
        }
    }

    void ignorePings() {
        ignoresPings = true;
    }

    // ---- for the exchange ----

    /** Opens the connection for an accepted client. */
    void open(Function<Connection, ConnectionListener> listeners) {
        readingPaused = false;
        listener = listeners.apply(this);
        handOver();
    }

    /** Ends the connection of a rejected client. */
    void refuse() {
        end(CloseReason.lost(), CloseReason.lost());
    }

    // ---- for the server ----

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Framing framing() {
        return MemoryFraming.INSTANCE;
    }

    @Override
    public SocketAddress remoteAddress() {
        return peer;
    }

    @Override
    public boolean isWritable() {
        return !over && client.isWritable();
    }

    @Override
    public void write(FrameBatch batch) {
        if (!(batch instanceof MemoryFrameBatch joined)) {
            throw new IllegalArgumentException("expected a batch of this transport, got " + batch);
        }
        if (closeSent == null && !over) {
            joined.frames().forEach(client::write);
        }
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void admit() {
        admitted = true;
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
        if (!arrived.isEmpty()) {
            loop.execute(this::handOver);
        }
    }

    @Override
    public void close(CloseReason reason) {
        sendClose(reason);
    }

    private void sendClose(CloseReason reason) {
        if (closeSent == null && !over) {
            closeSent = Sendable.of(reason);
            closeTimer = loop.schedule(settings.closeTimeout(), this::lose);
            resumeReading();
            answerClose();
        }
    }

    /** Answers the server's close frame for the client as soon as it has been read. */
    private void answerClose() {
        var sent = closeSent;
        if (sent != null && !over && !client.isStalled()) {
            loop.execute(() -> closeByClient(sent));
        }
    }

    private void onPing() {
        if (!ignoresPings) {
            loop.execute(() -> arrive(List.of(new Pong())));
        }
    }

    /** Delivers queued messages to the listener until it pauses reading. */
    private void handOver() {
        if (handingOver) {
            return;
        }
        handingOver = true;
        try {
            boolean any = false;
            while (!readingPaused && !over && !arrived.isEmpty()) {
                take(arrived.remove());
                any = true;
            }
            handingOver = false;
            if (any && listener != null) {
                listener.onReadComplete();
            }
        } catch (RuntimeException | Error bug) {
            lose(); // as the socket transport does
            throw bug;
        }
    }

    private void take(Arrival arrival) {
        switch (arrival) {
            case Message message -> takeMessage(message);
            case Pong pong -> {
                if (listener != null) {
                    listener.onPong();
                }
            }
            case Close close -> takeClose(close.reason());
        }
    }

    private void takeMessage(Message message) {
        onTaken.accept(message.windowBytes());
        int maxBytes = admitted
                ? settings.maxMessageBytes()
                : Math.min(settings.maxMessageBytes(), MAX_BYTES_BEFORE_ADMISSION);
        if (message.payload().size() > maxBytes) {
            fail(new CloseReason(TOO_BIG, "message is longer than " + maxBytes + " bytes"));
        } else if (listener != null) {
            listener.onMessage(message.payload());
        }
    }

    private void takeClose(CloseReason reason) {
        if (reason.code() != CloseReason.NO_STATUS && !CloseReason.maySend(reason.code())) {
            fail(new CloseReason(PROTOCOL_ERROR, "invalid close code " + reason.code()));
        } else {
            end(reason, closeSent == null ? Sendable.of(reason) : closeSent);
        }
    }

    /** Ends the connection after a protocol violation of the client, with a close frame (RFC 6455, 7.1.7). */
    private void fail(CloseReason reason) {
        end(reason, closeSent == null ? reason : closeSent);
    }

    private void end(CloseReason forServer, CloseReason forClient) {
        if (over) {
            return;
        }
        over = true;
        memory.close();
        arrived.clear();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        var ended = listener;
        listener = null;
        if (ended != null) {
            ended.onClosed(forServer);
        }
        onOver.run();
        // Last, so that a test that has observed the end can check the server's reaction.
        client.end(forClient);
    }
}
