package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The commands of one client. They run one after another, in order; consecutive {@link Command.Concurrent} commands run
 * concurrently. Pauses reading from the client while too many commands are pending. Confined to the connection's event loop.
 */
final class CommandQueue {
    /** Limit of the pending bytes, as a multiple of the longest message. */
    private static final int MAX_MESSAGES = 16;

    private final Session session;
    private final Function<Command, CompletionStage<Void>> handler;
    private final int maxCommands;
    private final long maxBytes;
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>(2);
    private int running;
    private int bytes;
    private boolean exclusive;
    private boolean starting;
    private boolean paused;

    private record Entry(Command command, int bytes) {}

    /** Creates a queue. The stages of the handler must complete on the loop and must not fail. */
    CommandQueue(Session session, CentrifugeSettings settings, Function<Command, CompletionStage<Void>> handler) {
        this.session = session;
        this.handler = handler;
        this.maxCommands = settings.maxWaitingCommands();
        this.maxBytes = (long) MAX_MESSAGES * settings.maxMessageBytes();
    }

    /** Adds a command that was encoded in this number of bytes. */
    void add(Command command, int size) {
        waiting.add(new Entry(command, size));
        bytes += size;
        startWaiting();
        if (!paused && isFull()) {
            paused = true;
            session.pauseReading();
        }
    }

    /** True if too many commands are pending. */
    boolean isFull() {
        return size() > maxCommands || bytes > maxBytes;
    }

    /** Discards the commands that have not started. */
    void clear() {
        waiting.forEach(entry -> bytes -= entry.bytes());
        waiting.clear();
    }

    private int size() {
        return waiting.size() + running;
    }

    private void startWaiting() {
        if (starting) {
            return;
        }
        starting = true;
        while (!waiting.isEmpty() && mayStart(waiting.element().command())) {
            var entry = waiting.remove();
            running++;
            exclusive = !(entry.command() instanceof Command.Concurrent);
            handler.apply(entry.command()).thenRun(() -> onDone(entry));
        }
        starting = false;
    }

    private boolean mayStart(Command command) {
        return running == 0 || (!exclusive && command instanceof Command.Concurrent);
    }

    private void onDone(Entry entry) {
        running--;
        bytes -= entry.bytes();
        startWaiting();
        if (paused && size() <= maxCommands / 2 && bytes <= maxBytes / 2 && session.isOpen()) {
            paused = false;
            session.resumeReading();
        }
    }
}
