package dev.fanfare.testkit.memory;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.concurrent.CountLatch;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.testkit.app.ClientInbox;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestResponse;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.app.TestStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A transport without sockets, which is also the server under test. Thread-safe. Methods block and must not be called
 * on event loops. Clients can connect once the application listens on any address. The loops have real threads, so
 * applications run unchanged. Their time advances only with {@link #advance}.
 */
public final class MemoryTransport implements Transport, TestServer {
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);
    private static final int FIRST_PORT = 40_000;

    private final MemorySettings settings;
    private final MemoryGovernor governor;
    private final LoopClock clock = new LoopClock();
    private final LoopActivity activity = new LoopActivity();
    private final List<MemoryLoop> loops;
    private final AtomicInteger clients = new AtomicInteger();
    private final Set<MemoryWire> wires = ConcurrentHashMap.newKeySet();
    private final Set<MemoryReader> readers = ConcurrentHashMap.newKeySet();
    private final CountLatch open = new CountLatch();
    private final ReentrantLock advancing = new ReentrantLock();
    private volatile @Nullable HttpHandler handler;

    /** Creates a transport with default settings. */
    public MemoryTransport() {
        this(MemorySettings.DEFAULTS);
    }

    /** Creates a transport whose memory has no limits for the whole node. */
    public MemoryTransport(MemorySettings settings) {
        this(settings, MemoryLimits.NONE);
    }

    /** Creates a transport with limits of memory for the whole node. */
    public MemoryTransport(MemorySettings settings, MemoryLimits memory) {
        this.settings = settings;
        this.governor = new MemoryGovernor(memory);
        this.loops = IntStream.range(0, settings.loops())
                .mapToObj(number -> new MemoryLoop(clock, activity, governor))
                .toList();
    }

    @Override
    public List<? extends EventLoop> loops() {
        return loops;
    }

    @Override
    public MemoryGovernor governor() {
        return governor;
    }

    /** Clients connect to the last handler that was passed to this method. */
    @Override
    public InetSocketAddress listen(InetSocketAddress address, HttpHandler newHandler) {
        handler = newHandler;
        return address.getPort() == 0 ? new InetSocketAddress(address.getAddress(), FIRST_PORT) : address;
    }

    /** Binds no second address, because clients connect to one handler only. */
    @Override
    public InetSocketAddress listenInternal(InetSocketAddress address, HttpHandler internalHandler) {
        throw new UnsupportedOperationException("the in-memory transport has no internal address; use NettyTransport");
    }

    @Override
    public void stopListening() {
        handler = null;
    }

    /** Waits in the virtual time of the loops, which advances at once, so that time limits of clients expire. */
    @Override
    public boolean awaitClosed(Duration time) {
        activity.awaitIdleLoops();
        if (!open.awaitZero(Duration.ZERO)) {
            advance(time, () -> open.awaitZero(Duration.ZERO));
        }
        return open.awaitZero(Duration.ZERO);
    }

    /**
     * Breaks all connections and stops the threads. Idempotent.
     *
     * @throws IllegalStateException if a task of a loop has failed or does not end
     */
    @Override
    public void close() {
        stopListening();
        wires.forEach(MemoryWire::lose);
        readers.forEach(MemoryReader::leave);
        activity.awaitIdleLoops();
        for (var loop : loops) {
            if (!loop.shutDown(STOP_TIMEOUT)) {
                throw new IllegalStateException("an event loop is still busy after " + STOP_TIMEOUT);
            }
        }
        loops.stream().flatMap(loop -> loop.failure().stream()).findFirst().ifPresent(failure -> {
            throw new IllegalStateException("a task failed on an event loop", failure);
        });
    }

    /**
     * Connects as specified and waits until the client's handler is idle, so that it has subscribed its first channels.
     */
    @Override
    public TestClient connect(String target, String... headers) {
        return settled(begin(target, headers).accepted());
    }

    /** Connects like {@link #connect}. */
    @Override
    public TestClient connectStalled(String target, String... headers) {
        return settled(beginStalled(target, headers).accepted());
    }

    private TestClient settled(TestClient client) {
        activity.awaitQuiet();
        return client;
    }

    @Override
    public TestClient begin(String target, String... headers) {
        return begin(false, target, headers);
    }

    @Override
    public TestClient beginStalled(String target, String... headers) {
        return begin(true, target, headers);
    }

    @Override
    public TestResponse request(String method, String target, byte[] body, String... headers) {
        try (var reader = read(method, target, body, headers)) {
            return reader.whole();
        }
    }

    /** Sends the request as specified and waits until the handler is idle. */
    @Override
    public TestStream stream(String method, String target, byte[] body, String... headers) {
        var reader = read(method, target, body, headers);
        activity.awaitQuiet();
        return reader;
    }

    private MemoryReader read(String method, String target, byte[] body, String... headers) {
        var asked = listening();
        int number = clients.getAndIncrement();
        var request = MemoryRequests.request(method, target, number, headers);
        var reader = new MemoryReader(loopOf(number), settings, request, body, this::onOver);
        open.enter();
        readers.add(reader);
        reader.start(asked);
        return reader;
    }

    private void onOver(MemoryReader reader) {
        if (readers.remove(reader)) {
            open.leave();
        }
    }

    /**
     * Runs pending tasks, then each timer at its time, followed by the tasks it caused on the loops. At the end, waits
     * until handlers are idle.
     */
    @Override
    public void advance(Duration duration) {
        advance(duration, () -> false);
    }

    private void advance(Duration duration, BooleanSupplier enough) {
        if (loops.stream().anyMatch(MemoryLoop::inEventLoop)) {
            throw new IllegalStateException("this method blocks and must not be called on an event loop");
        }
        advancing.lock();
        try {
            activity.awaitQuiet();
            long end = clock.nanoTime() + duration.toNanos();
            for (var timer = due(end, enough); timer != null; timer = due(end, enough)) {
                clock.moveTo(timer.nanos());
                timer.loop().execute(timer.task());
                activity.awaitIdleLoops();
            }
            if (!enough.getAsBoolean()) {
                clock.moveTo(end);
                activity.awaitQuiet();
            }
        } finally {
            advancing.unlock();
        }
    }

    private LoopClock.@Nullable Timer due(long end, BooleanSupplier enough) {
        return enough.getAsBoolean() || loops.getFirst().isShutDown() ? null : clock.pollDue(end);
    }

    private TestClient begin(boolean stalled, String target, String... headers) {
        var asked = listening();
        int number = clients.getAndIncrement();
        var inbox = new ClientInbox();
        var handshake = MemoryRequests.handshake(target, number, headers);
        var wire = new MemoryWire(loopOf(number), activity, settings, handshake, inbox, this::onOver);
        open.enter();
        wires.add(wire);
        wire.start(asked, stalled);
        return new TestClient(wire, inbox);
    }

    private void onOver(MemoryWire wire) {
        if (wires.remove(wire)) {
            open.leave();
        }
    }

    private MemoryLoop loopOf(int client) {
        return loops.get(Math.floorMod(client, loops.size()));
    }

    private HttpHandler listening() {
        var listening = handler;
        if (listening == null) {
            throw new IllegalStateException(
                    "the application does not listen: call listen() first, and do not connect after close()");
        }
        return listening;
    }
}
