package dev.fanfare.server;

import dev.fanfare.server.config.ServerConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The policy in force. The previous policy stays open for a minute to complete its requests. Thread-safe. */
final class CurrentPolicy implements Supplier<AccessPolicy>, AutoCloseable {
    private static final Duration CLOSE_DELAY = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<AccessPolicy> open = new HashSet<>();
    private volatile @Nullable AccessPolicy current;
    private @Nullable Function<ServerConfig, AccessPolicy> factory;
    private boolean closed;

    /** Creates the first policy, and sets how later ones are created. */
    void begin(ServerConfig config, Function<ServerConfig, AccessPolicy> newPolicy) {
        factory = newPolicy;
        change(config);
    }

    /**
     * Replaces the policy by that of another configuration.
     *
     * @throws IllegalArgumentException if the configuration is invalid; nothing changes then
     * @throws IllegalStateException if this is closed
     */
    void change(ServerConfig config) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the server is closed; its configuration cannot change");
            }
            var next = Objects.requireNonNull(factory, "begin() was not called").apply(config);
            var before = current;
            open.add(next);
            current = next;
            if (before != null) {
                CompletableFuture.delayedExecutor(CLOSE_DELAY.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> close(before));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public AccessPolicy get() {
        var now = current;
        if (now == null) {
            throw new IllegalStateException("begin() was not called");
        }
        return now;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            Set.copyOf(open).forEach(this::close);
        } finally {
            lock.unlock();
        }
    }

    private void close(AccessPolicy policy) {
        lock.lock();
        try {
            if (open.remove(policy)) {
                policy.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
