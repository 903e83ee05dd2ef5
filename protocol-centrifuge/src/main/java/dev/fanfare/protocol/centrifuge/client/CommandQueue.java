package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One client's commands, in their order: a command begins when all before it are done. Questions and subscribes that follow one
 * another are an exception, for they do not depend on one another and may wait for the engine together. Confined to the
 * client's event loop.
 */
final class CommandQueue {
    private final Function<Command, CompletionStage<Void>> handler;
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>(2);
    private int running;
    private int bytes;
    private boolean alone;
    private boolean pumping;

    private record Entry(Command command, int bytes) {}

    /** A queue that begins commands by this handler, whose stages complete on the loop and do not fail. */
    CommandQueue(Function<Command, CompletionStage<Void>> handler) {
        this.handler = handler;
    }

    /** Takes a command that took so many bytes. */
    void add(Command command, int size) {
        waiting.add(new Entry(command, size));
        bytes += size;
        pump();
    }

    /** Number of commands that are not done. */
    int size() {
        return waiting.size() + running;
    }

    /** What the commands take that are not done. */
    int bytes() {
        return bytes;
    }

    /** Forgets what has not begun. */
    void clear() {
        waiting.forEach(entry -> bytes -= entry.bytes());
        waiting.clear();
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!waiting.isEmpty() && mayBegin(waiting.element().command())) {
            var entry = waiting.remove();
            running++;
            alone = !isSociable(entry.command());
            handler.apply(entry.command()).thenRun(() -> done(entry));
        }
        pumping = false;
    }

    private void done(Entry entry) {
        running--;
        bytes -= entry.bytes();
        if (running == 0) {
            alone = false;
        }
        pump();
    }

    private boolean mayBegin(Command command) {
        return running == 0 || (!alone && isSociable(command));
    }

    private static boolean isSociable(Command command) {
        return switch (command) {
            case Command.Subscribe s -> true;
            case Command.Presence p -> true;
            case Command.PresenceStats p -> true;
            case Command.History h -> true;
            case Command.Pong p -> true;
            case Command.Connect c -> false;
            case Command.Unsubscribe u -> false;
            case Command.Publish p -> false;
            case Command.Rpc r -> false;
            case Command.Send s -> false;
            case Command.Refresh r -> false;
            case Command.SubRefresh s -> false;
        };
    }
}
