package dev.fanfare.app.jwt;

import dev.fanfare.core.concurrent.Stages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key set (JWKS; RFC 7517, 5) that is fetched on demand and cached for an hour. A token with an unknown key causes another
 * fetch, at most every ten seconds, or a second after a failure. Concurrent callers share one fetch. Thread-safe; no lock is
 * held during a fetch.
 *
 * <p>Nimbus's {@code JWKSourceBuilder} is not used: its sources block the calling thread, which may be an event loop, they
 * allow a second fetch within the interval, and a single malformed key makes them reject the whole set.
 */
public final class RemoteKeySet {
    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration REFETCH_PAUSE = Duration.ofSeconds(10);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final Supplier<CompletionStage<byte[]>> fetch;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private KeySet keys = KeySet.EMPTY;
    private Instant freshUntil = Instant.MIN;
    private Instant nextFetch = Instant.MIN;
    private @Nullable CompletableFuture<KeySet> pending;

    /**
     * Creates a key set that is not fetched yet.
     *
     * @param fetch reads the key set's JSON; must limit its size and the time
     */
    public RemoteKeySet(Supplier<CompletionStage<byte[]>> fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * Returns the keys with this id; empty if the set has no such key.
     *
     * @return completes at once or on the thread that completes the fetch; fails if the set is not available
     */
    public CompletionStage<List<TokenKey>> find(String keyId) {
        var mine = new CompletableFuture<KeySet>();
        var set = setWith(keyId, mine);
        if (set == mine) {
            start(mine);
        }
        return set.thenApply(found -> found.named(keyId));
    }

    /** The cached set if it has the key, else the set being fetched; {@code mine} if the caller must start the fetch. */
    private CompletableFuture<KeySet> setWith(String keyId, CompletableFuture<KeySet> mine) {
        lock.lock();
        try {
            var now = clock.instant();
            if (now.isBefore(freshUntil) && !keys.named(keyId).isEmpty()) {
                return CompletableFuture.completedFuture(keys);
            }
            if (pending != null) {
                return pending;
            }
            if (now.isBefore(nextFetch)) {
                return CompletableFuture.failedFuture(InvalidTokenException.unavailable(
                        "no fetched key has this id, and the key set was requested less than 10 s ago"));
            }
            pending = mine;
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private void start(CompletableFuture<KeySet> mine) {
        Stages.call(fetch).thenApply(KeySet::parse).whenComplete((set, failure) -> {
            onFetched(set);
            if (failure == null) {
                mine.complete(set);
            } else {
                mine.completeExceptionally(failure);
            }
        });
    }

    private void onFetched(@Nullable KeySet set) {
        lock.lock();
        try {
            var now = clock.instant();
            pending = null;
            if (set == null) {
                nextFetch = now.plus(FAILURE_PAUSE);
                return;
            }
            keys = set;
            freshUntil = now.plus(TTL);
            nextFetch = now.plus(REFETCH_PAUSE);
        } finally {
            lock.unlock();
        }
    }
}
