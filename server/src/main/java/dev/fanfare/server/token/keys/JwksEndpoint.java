package dev.fanfare.server.token.keys;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The key set of one address, as it was when last seen. It is fetched by one request at a time, which all wait for that need
 * it: when there is none yet, when it is old, and when it lacks a key. Thread-safe; no lock is held while fetching.
 */
final class JwksEndpoint {
    /** A place that has just failed is left alone for this long. */
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final URI url;
    private final JwksSettings settings;
    private final InstantSource clock;
    private final Function<URI, CompletableFuture<KeySet>> source;
    private final ReentrantLock lock = new ReentrantLock();
    private KeySet keys = KeySet.EMPTY;
    private Instant freshUntil = Instant.MIN;
    private Instant nextFetch = Instant.MIN;
    private @Nullable CompletableFuture<KeySet> underWay;

    JwksEndpoint(URI url, JwksSettings settings, InstantSource clock, Function<URI, CompletableFuture<KeySet>> source) {
        this.url = url;
        this.settings = settings;
        this.clock = clock;
        this.source = source;
    }

    /** The keys of that name, none when there is no such key; fails with {@link JwksUnavailableException}. */
    CompletionStage<List<VerifyingKey>> find(String kid) {
        var mine = new CompletableFuture<KeySet>();
        var set = setWith(kid, mine);
        if (set == mine) {
            start(mine);
        }
        return set.thenApply(keys -> keys.named(kid));
    }

    /** The set at hand if it has the key, else the one that is being fetched; {@code mine} when it has to be started. */
    private CompletableFuture<KeySet> setWith(String kid, CompletableFuture<KeySet> mine) {
        lock.lock();
        try {
            var now = clock.instant();
            if (isFresh(now) && !keys.named(kid).isEmpty()) {
                return CompletableFuture.completedFuture(keys);
            }
            if (underWay != null) {
                return underWay;
            }
            if (now.isBefore(nextFetch)) {
                return CompletableFuture.failedFuture(new JwksUnavailableException(
                        "the key is not known, and its key set was asked for a moment ago"));
            }
            underWay = mine;
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private void start(CompletableFuture<KeySet> fetch) {
        source.apply(url).whenComplete((set, failure) -> {
            ended(set);
            if (failure == null) {
                fetch.complete(set);
            } else {
                fetch.completeExceptionally(failure);
            }
        });
    }

    private void ended(@Nullable KeySet set) {
        lock.lock();
        try {
            var now = clock.instant();
            underWay = null;
            if (set == null) {
                nextFetch = now.plus(FAILURE_PAUSE);
                return;
            }
            keys = set;
            freshUntil = now.plus(settings.ttl());
            nextFetch = now.plus(shorter(settings.refetchPause(), settings.ttl()));
        } finally {
            lock.unlock();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** True when nothing would be lost with it. */
    boolean isIdle() {
        lock.lock();
        try {
            return underWay == null && !isFresh(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }
}
