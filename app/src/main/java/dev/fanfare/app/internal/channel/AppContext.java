package dev.fanfare.app.internal.channel;

import dev.fanfare.app.internal.concurrent.FailureLog;
import dev.fanfare.app.internal.concurrent.HandlerThreads;
import dev.fanfare.app.internal.concurrent.Wakeups;
import dev.fanfare.app.internal.event.EventChannels;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Framing;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The shared state of an application's channels and sockets. Thread-safe. */
public final class AppContext {
    private final Node node;
    private final HandlerThreads threads = new HandlerThreads();
    private final FailureLog failures = new FailureLog();
    private final EventChannels events;
    private final MemoryGovernor governor;
    private final EventTypes eventTypes;
    private final Set<QueuedEventListener> eventListeners = ConcurrentHashMap.newKeySet();
    private final Declarations declarations = new Declarations();
    private final ConcurrentHashMap<Framing, PushEncoder> encoders = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Framing, PositionedEncoder> envelopes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<EventLoop, Wakeups> wakeups = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public AppContext(Node node, EventChannels events, MemoryGovernor governor) {
        this.node = node;
        this.governor = governor;
        this.events = events;
        this.eventTypes = new EventTypes(events.codec(), node.engine() instanceof MemoryEngine);
    }

    public Node node() {
        return node;
    }

    /** Returns the memory budgets of the node. */
    public MemoryGovernor governor() {
        return governor;
    }

    public EventChannels events() {
        return events;
    }

    public EventTypes eventTypes() {
        return eventTypes;
    }

    public Declarations declarations() {
        return declarations;
    }

    /** The event listeners that are not closed. */
    Set<QueuedEventListener> eventListeners() {
        return eventListeners;
    }

    /** Rejects further publications and stops the event listeners. */
    public void close() {
        closed = true;
        eventListeners.forEach(QueuedEventListener::abandon);
    }

    /** Returns the result of the task; a failed stage if the application is closed. */
    <T> CompletionStage<T> whileOpen(Supplier<CompletionStage<T>> task) {
        return closed
                ? CompletableFuture.failedStage(new IllegalStateException("the application is closed"))
                : task.get();
    }

    public HandlerThreads threads() {
        return threads;
    }

    /** Returns what starts and wakes the virtual threads of this loop. */
    public Wakeups wakeups(EventLoop loop) {
        return wakeups.computeIfAbsent(loop, Wakeups::new);
    }

    /** Runs the code on a new virtual thread, which starts together with others of the same turn of the loop. It must not throw. */
    public void startThread(EventLoop loop, Runnable code) {
        threads.start(code, wakeups(loop));
    }

    public FailureLog failures() {
        return failures;
    }

    /** Returns the encoder of the raw protocol for this framing. */
    public PushEncoder rawEncoder(Framing framing) {
        return encoders.computeIfAbsent(framing, RawEncoder::new);
    }

    /** Returns the encoder of messages with positions for this framing. */
    public PositionedEncoder envelopeEncoder(Framing framing) {
        return envelopes.computeIfAbsent(framing, EnvelopeEncoder::new);
    }
}
