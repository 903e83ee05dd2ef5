package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one client. They run one after another, in order; consecutive {@link Command.Concurrent} commands run
 * concurrently. Confined to the connection's event loop.
 *
 * <p>After a slice of commands, the others run in a later task of the loop, and a client that exceeds its {@link CommandPace} waits.
 * Reading from the client is paused in the meantime, and while too many commands are pending.
 */
final class CommandQueue {
    /** Limit of the pending bytes, as a multiple of the longest message. */
    static final int MAX_MESSAGES = 16;
    /** Estimated memory of a pending command in addition to its bytes. */
    private static final int OVERHEAD_BYTES = 256;
    /** Estimated memory of an entry of {@code subs}, and of a node or value of a filter, in addition to its bytes. */
    private static final int SUB_BYTES = 192;

    private static final int FILTER_NODE_BYTES = 64;

    private static final int SLICE_COMMANDS = 64;
    private static final long SLICE_NANOS = Duration.ofMillis(1).toNanos();

    private final Session session;
    private final Function<Command, CompletionStage<Void>> handler;
    private final CommandPace pace;
    private final int maxCommands;
    private final long maxBytes;
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>(2);
    private int running;
    private int bytes;
    private int sliceCommands;
    private long sliceNanos;
    private boolean exclusive;
    private boolean starting;
    /** Whether a later task continues. */
    private boolean suspended;

    private boolean paused;
    private boolean closed;
    private @Nullable Cancellable timer;

    private record Entry(Command command, int bytes) {}

    /** Creates a queue. The stages of the handler must complete on the loop and must not fail. */
    CommandQueue(Session session, CentrifugeSettings settings, Function<Command, CompletionStage<Void>> handler) {
        this.session = session;
        this.handler = handler;
        this.pace = new CommandPace(settings.maxBytesPerSecond(), session.loop().nanoTime());
        this.maxCommands = settings.maxWaitingCommands();
        this.maxBytes = (long) MAX_MESSAGES * settings.maxMessageBytes();
    }

    /** Adds a command that was encoded in this number of bytes. It does not start before {@link #start} is called. */
    void add(Command command, int size) {
        int total = size + objectBytes(command);
        waiting.add(new Entry(command, total));
        bytes += total;
    }

    /** Estimates the memory of the parts of a command that are decoded from a few bytes each. */
    private static int objectBytes(Command command) {
        return switch (command) {
            case Command.Connect connect ->
                connect.subs().values().stream()
                        .mapToInt(sub -> SUB_BYTES + objectBytes(sub))
                        .sum();
            case Command.Subscribe subscribe ->
                subscribe.filter() == null
                        ? 0
                        : FILTER_NODE_BYTES * subscribe.filter().size();
            default -> 0;
        };
    }

    /** Starts the added commands that do not have to wait. Disconnects the client if the node has no memory for the others. */
    void start() {
        startWaiting();
        if (session.isOpen() && !hold()) {
            session.disconnect(DisconnectReason.OVERLOADED);
        }
    }

    /** True if too many commands are pending. Before its admission, a client sends one message at a time. */
    boolean isFull() {
        return session.isAdmitted() ? size() > maxCommands || bytes > maxBytes : size() > 0;
    }

    /** Counts the bytes of replies, and of messages without commands, in the pace. */
    void charge(long moreBytes) {
        pace.charge(moreBytes);
    }

    /** True if the client exceeds its pace. */
    boolean isAheadOfPace() {
        return pace.waitNanos(session.loop().nanoTime()) > 0;
    }

    /** Discards the commands that have not started. */
    void clear() {
        waiting.forEach(entry -> bytes -= entry.bytes());
        waiting.clear();
    }

    /** Discards the commands that have not started, after the end of the session. */
    void close() {
        closed = true;
        clear();
        session.connection().memory().hold(MemoryKind.INBOXES, 0);
        if (timer != null) {
            timer.cancel();
        }
    }

    private int size() {
        return waiting.size() + running;
    }

    private void startWaiting() {
        if (starting || suspended) {
            return;
        }
        starting = true;
        while (!waiting.isEmpty() && mayStart(waiting.element().command()) && !mustSuspend()) {
            startNext();
        }
        starting = false;
        pauseOrResume();
    }

    private void startNext() {
        long begin = session.loop().nanoTime();
        var entry = waiting.remove();
        running++;
        exclusive = !(entry.command() instanceof Command.Concurrent);
        pace.charge(CommandPace.COMMAND_BYTES + entry.bytes());
        handler.apply(entry.command()).thenRun(() -> onDone(entry));
        sliceCommands++;
        sliceNanos += session.loop().nanoTime() - begin;
    }

    private boolean mayStart(Command command) {
        return running == 0 || (!exclusive && command instanceof Command.Concurrent);
    }

    /**
     * Schedules the continuation if the slice is over or the client exceeds its pace. A slice may span several messages of a client,
     * because one read can contain many.
     */
    private boolean mustSuspend() {
        long wait = pace.waitNanos(session.loop().nanoTime());
        if (wait > 0) {
            timer = session.loop().schedule(Duration.ofNanos(wait), this::resume);
        } else if (sliceCommands >= SLICE_COMMANDS || sliceNanos >= SLICE_NANOS) {
            session.loop().execute(this::resume);
        } else {
            return false;
        }
        suspended = true;
        return true;
    }

    private void resume() {
        suspended = false;
        sliceCommands = 0;
        sliceNanos = 0;
        if (!closed) {
            session.inBurst(this::startWaiting);
        }
    }

    private void onDone(Entry entry) {
        running--;
        bytes -= entry.bytes();
        if (!closed) {
            startWaiting();
            hold();
        }
    }

    private void pauseOrResume() {
        if (!session.isOpen()) {
            return;
        }
        if (!paused && (isFull() || suspended)) {
            paused = true;
            session.pauseReading();
        } else if (paused && !suspended && !isFull() && size() <= maxCommands / 2 && bytes <= maxBytes / 2) {
            paused = false;
            session.resumeReading();
        }
    }

    /** Counts the pending commands in the memory budget; returns false if it has no room. */
    private boolean hold() {
        return closed || session.connection().memory().hold(MemoryKind.INBOXES, bytes + (long) OVERHEAD_BYTES * size());
    }
}
