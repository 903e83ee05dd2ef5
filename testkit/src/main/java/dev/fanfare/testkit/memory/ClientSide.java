package dev.fanfare.testkit.memory;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.app.ClientInbox;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The frames that a client has not read yet, followed by the end of the connection. Confined to the event loop. */
final class ClientSide {
    /** The limits at which the socket transport becomes not writable and writable again. */
    private static final int HIGH_BYTES = 64 * 1024;

    private final ClientInbox inbox;
    private final Runnable onPing;
    private final Queue<Frame> unread = new ArrayDeque<>();
    private long unreadBytes;
    private boolean stalled;
    private @Nullable CloseReason end;

    /** Creates a client side; frames go to the inbox, pings to {@code onPing}. */
    ClientSide(ClientInbox inbox, Runnable onPing) {
        this.inbox = inbox;
        this.onPing = onPing;
    }

    boolean isWritable() {
        return unreadBytes <= HIGH_BYTES;
    }

    boolean isStalled() {
        return stalled;
    }

    void write(Frame frame) {
        if (stalled) {
            unread.add(frame);
            unreadBytes += frame.size();
        } else {
            deliver(frame);
        }
    }

    void stall() {
        stalled = true;
    }

    /** Reads all queued frames and resumes reading. */
    void resume() {
        stalled = false;
        for (var frame = unread.poll(); frame != null; frame = unread.poll()) {
            deliver(frame);
        }
        unreadBytes = 0;
        if (end != null) {
            inbox.onEnd(end);
        }
    }

    /** Ends the connection; a stalled client first reads the earlier frames. */
    void end(CloseReason reason) {
        end = reason;
        if (!stalled) {
            inbox.onEnd(reason);
        }
    }

    private void deliver(Frame frame) {
        if (MemoryFraming.isPing(frame)) {
            onPing.run();
        } else {
            inbox.onMessage(MemoryFraming.decode(frame));
        }
    }
}
