package dev.fanfare.core.fake;

import dev.fanfare.core.session.SessionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Records the events of a session, and fails if an event follows the end. Called on the event loop of the session; any thread
 * can read the records.
 */
public final class RecordingListener implements SessionListener {
    private final Queue<Payload> messages = new ConcurrentLinkedQueue<>();
    private final Queue<String> directs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger drained = new AtomicInteger();
    private volatile @Nullable CloseReason closed;

    @Override
    public void onMessage(Payload message) {
        requireOpen();
        messages.add(message);
    }

    @Override
    public void onDirect(Payload message) {
        requireOpen();
        directs.add(message.text());
    }

    @Override
    public void onDrained() {
        requireOpen();
        drained.incrementAndGet();
    }

    @Override
    public void onClosed(CloseReason reason) {
        requireOpen();
        closed = reason;
    }

    /** The messages from the client. */
    public List<Payload> messages() {
        return List.copyOf(messages);
    }

    /** The messages to the client by its id. */
    public List<String> directs() {
        return List.copyOf(directs);
    }

    /** The number of times that the outbox became empty. */
    public int drained() {
        return drained.get();
    }

    /** The reason of the session's end; empty while it is open. */
    public Optional<CloseReason> closed() {
        return Optional.ofNullable(closed);
    }

    private void requireOpen() {
        if (closed != null) {
            throw new IllegalStateException("the session calls its listener after it ended as " + closed);
        }
    }
}
