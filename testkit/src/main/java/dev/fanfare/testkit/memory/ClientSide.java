package dev.fanfare.testkit.memory;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.app.ClientInbox;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a connection and the client's inbox: frames that a stalled client has not read, and then the end.
 * Confined to the event loop.
 */
final class ClientSide {
    /** As much as the transport over sockets lets wait before it is not writable, and until it is again. */
    private static final int HIGH_BYTES = 64 * 1024;

    private final ClientInbox inbox;
    private final Runnable onPing;
    private final Queue<Frame> unread = new ArrayDeque<>();
    private long unreadBytes;
    private boolean stalled;
    private @Nullable CloseReason end;

    /** Frames go to the inbox, and pings to {@code onPing}. */
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

    /** The client reads all that waits, and on from there. */
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

    /** The connection is over; a stalled client learns it when it has read what was before. */
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
