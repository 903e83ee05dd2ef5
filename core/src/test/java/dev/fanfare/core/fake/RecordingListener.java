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
 * Keeps what a session tells it, and fails when something comes after the end. Called on the session's event loop; may be
 * looked at from any thread.
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

    /** What the client sent. */
    public List<Payload> messages() {
        return List.copyOf(messages);
    }

    /** What was sent to the client by its id. */
    public List<String> directs() {
        return List.copyOf(directs);
    }

    /** How often the outbox became empty. */
    public int drained() {
        return drained.get();
    }

    /** Why the session ended; empty while it has not. */
    public Optional<CloseReason> closed() {
        return Optional.ofNullable(closed);
    }

    private void requireOpen() {
        if (closed != null) {
            throw new IllegalStateException("the session calls its listener after it ended as " + closed);
        }
    }
}
