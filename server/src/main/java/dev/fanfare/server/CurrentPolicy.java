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

/** The rules of the moment, and for a while those before: what was asked by them is still to be answered. Thread-safe. */
final class CurrentPolicy implements Supplier<AccessPolicy>, AutoCloseable {
    private static final Duration FAREWELL = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<AccessPolicy> open = new HashSet<>();
    private volatile @Nullable AccessPolicy current;
    private @Nullable Function<ServerConfig, AccessPolicy> making;
    private boolean closed;

    /** The first ones, and how others are made. */
    void begin(ServerConfig config, Function<ServerConfig, AccessPolicy> how) {
        making = how;
        change(config);
    }

    /**
     * Those of this configuration hold from now on.
     *
     * @throws IllegalArgumentException when it can't be used; nothing has changed then
     * @throws IllegalStateException when these are closed
     */
    void change(ServerConfig config) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the rules of a server that has ended do not change");
            }
            var next = Objects.requireNonNull(making, "begun").apply(config);
            var before = current;
            open.add(next);
            current = next;
            if (before != null) {
                CompletableFuture.delayedExecutor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
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
            throw new IllegalStateException("there are no rules yet");
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

    private void close(AccessPolicy rules) {
        lock.lock();
        try {
            if (open.remove(rules)) {
                rules.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
