package dev.fanfare.server;

import dev.fanfare.core.node.Node;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Closes the connections of a server that still listens, so that its clients reconnect to other nodes. Thread-safe. */
final class ServerDrain {
    /** Additional time for busy event loops. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Node node;

    /** Sets the node. */
    void to(Node served) {
        node = served;
    }

    /** Begins the drain as {@link #run} does, unless it has begun. The server then listens until it is closed. */
    void begin(Duration time) {
        if (!begun.getAndSet(true)) {
            disconnect(time);
        }
    }

    /** True once the drain has begun. */
    boolean isBegun() {
        return begun.get();
    }

    /** Closes all connections, spread over the time, and new ones at once; blocks until that is done or cut short. */
    void run(Duration time) {
        if (begun.getAndSet(true)) {
            cut();
            return;
        }
        disconnect(time);
        over.completeOnTimeout(null, time.plus(LATE).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void disconnect(Duration time) {
        Objects.requireNonNull(node, "served")
                .disconnectAll(DisconnectReason.RESTART.reason(), time)
                .whenComplete((done, failure) -> over.complete(null));
    }

    /** Ends the drain immediately. */
    void cut() {
        begun.set(true);
        over.complete(null);
    }
}
