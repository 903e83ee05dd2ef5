package dev.fanfare.server;

import dev.fanfare.core.node.Node;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Tells the clients of a server that still listens to come back elsewhere. Thread-safe. */
final class ServerDrain {
    /** How long loops that are busy may take in addition. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Node node;

    /** Whose clients they are. */
    void to(Node served) {
        node = served;
    }

    /** True from the moment when the server is to end. */
    boolean isBegun() {
        return begun.get();
    }

    /** Tells all, spread over the time, and those who come meanwhile at once; blocks until that is done or cut short. */
    void say(Duration time) {
        if (begun.getAndSet(true)) {
            cut();
            return;
        }
        Objects.requireNonNull(node, "served")
                .disconnectAll(DisconnectReason.RESTART.reason(), time)
                .whenComplete((told, failure) -> over.complete(null));
        over.completeOnTimeout(null, time.plus(LATE).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** There is no time for it any more. */
    void cut() {
        begun.set(true);
        over.complete(null);
    }
}
