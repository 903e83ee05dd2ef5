package dev.fanfare.testkit.memory;

import dev.fanfare.core.concurrent.CountLatch;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.model.http.HttpRequest.RequestBody;
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
 * A transport without sockets, and the server under test on it: clients connect once the application listens, on whatever
 * address. Its loops have real threads, so that applications run unchanged; their time stands still until
 * {@link #advance} moves it. Thread-safe; its methods block and are not for event loops.
 */
public final class MemoryTransport implements Transport, TestServer {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int FIRST_PORT = 40_000;

    private final MemorySettings settings;
    private final LoopClock clock = new LoopClock();
    private final LoopActivity activity = new LoopActivity();
    private final List<MemoryLoop> loops;
    private final AtomicInteger clients = new AtomicInteger();
    private final Set<MemoryWire> wires = ConcurrentHashMap.newKeySet();
    private final Set<MemoryReader> readers = ConcurrentHashMap.newKeySet();
    private final CountLatch open = new CountLatch();
    private final ReentrantLock advancing = new ReentrantLock();
    private volatile @Nullable HttpHandler handler;

    /** A transport with the default settings. */
    public MemoryTransport() {
        this(MemorySettings.DEFAULTS);
    }

    public MemoryTransport(MemorySettings settings) {
        this.settings = settings;
        this.loops = IntStream.range(0, settings.loops())
                .mapToObj(number -> new MemoryLoop(clock, activity))
                .toList();
    }

    @Override
    public List<? extends EventLoop> loops() {
        return loops;
    }

    /** Clients go to the handler that has listened last. */
    @Override
    public InetSocketAddress listen(InetSocketAddress address, HttpHandler newHandler) {
        handler = newHandler;
        return address.getPort() == 0 ? new InetSocketAddress(address.getAddress(), FIRST_PORT) : address;
    }

    @Override
    public void stopListening() {
        handler = null;
    }

    /** Waits in the loops' time, which passes at once: time limits of clients that do not go end here. */
    @Override
    public boolean awaitClosed(Duration time) {
        activity.awaitIdleLoops();
        if (!open.awaitZero(Duration.ZERO)) {
            advance(time, () -> open.awaitZero(Duration.ZERO));
        }
        return open.awaitZero(Duration.ZERO);
    }

    /**
     * Loses every connection and ends the threads. Idempotent.
     *
     * @throws IllegalStateException when a task of a loop has failed, or does not end
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
            throw new IllegalStateException("a task of an event loop has failed", failure);
        });
    }

    /** As it says, and waits until the client's handler waits: what it subscribes at once is subscribed. */
    @Override
    public TestClient connect(String target, String... headers) {
        return settled(begin(target, headers).accepted());
    }

    /** As {@link #connect}. */
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

    /** As it says, and waits until the handler waits. */
    @Override
    public TestStream stream(String method, String target, byte[] body, String... headers) {
        var reader = read(method, target, body, headers);
        activity.awaitQuiet();
        return reader;
    }

    private MemoryReader read(String method, String target, byte[] body, String... headers) {
        var asked = listening();
        int number = clients.getAndIncrement();
        var request = MemoryRequests.request(method, target, RequestBody.of(body), number, headers);
        var reader = new MemoryReader(loopOf(number), settings, request, this::onOver);
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
     * Runs what waits, then each timer that falls due, at its time and followed by the tasks it caused on the loops; at the
     * end waits for handlers, too, until nothing moves.
     */
    @Override
    public void advance(Duration duration) {
        advance(duration, () -> false);
    }

    private void advance(Duration duration, BooleanSupplier enough) {
        if (loops.stream().anyMatch(MemoryLoop::inEventLoop)) {
            throw new IllegalStateException("an event loop would wait for itself here");
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
            throw new IllegalStateException("nobody listens: call listen on the application first, or it is closed");
        }
        return listening;
    }
}
