package dev.fanfare.core.memory;

import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.Push;
import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.core.port.PublishResult;
import dev.fanfare.core.port.PublishResult.Accepted;
import dev.fanfare.core.port.PublishResult.Reason;
import dev.fanfare.core.port.PublishResult.Suppressed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A share of the channels, and the lock that makes one order of each: giving an offset, appending and handing out happen
 * under it, and nothing is encoded or written there. Thread-safe.
 */
final class MemoryStripe {
    private static final PublishResult ACCEPTED = new Accepted(null);

    /** A publish that may come again, and how it was answered. */
    private record Answered(
            String channel, String key, @Nullable StreamPosition position, long endNanos) {}

    private record Key(String channel, String key) {}

    private final MemoryClock clock;
    private final Duration idempotencyWindow;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, MemoryStream> streams = new HashMap<>();
    private final Map<Key, Answered> answered = new HashMap<>();
    private final ExpiryWheel<MemoryStream> streamExpiry;
    private final ExpiryWheel<Answered> answeredExpiry;

    MemoryStripe(MemoryClock clock, Duration idempotencyWindow) {
        this.clock = clock;
        this.idempotencyWindow = idempotencyWindow;
        this.streamExpiry = new ExpiryWheel<>(clock.tick());
        this.answeredExpiry = new ExpiryWheel<>(clock.tick());
    }

    void handOut(String channel, Push push, BrokerListener listener) {
        lock.lock();
        try {
            listener.onPush(channel, push);
        } finally {
            lock.unlock();
        }
    }

    PublishResult publish(String channel, Publication publication, PublishOptions options, BrokerListener listener) {
        lock.lock();
        try {
            var earlier = answered(channel, options);
            if (earlier != null) {
                return new Suppressed(Reason.IDEMPOTENCY, earlier.position);
            }
            var result = accept(channel, publication, options, listener);
            remember(channel, options, result);
            return result;
        } finally {
            lock.unlock();
        }
    }

    HistoryPage history(String channel, HistoryQuery query) {
        lock.lock();
        try {
            var stream = live(channel);
            return stream == null ? new HistoryPage(List.of(), StreamPosition.NONE) : stream.read(query);
        } finally {
            lock.unlock();
        }
    }

    StreamPosition position(String channel, HistoryRetention retention) {
        lock.lock();
        try {
            var stream = liveOrNew(channel);
            stream.keepMeta(retention, clock.nanoTime());
            return stream.top();
        } finally {
            lock.unlock();
        }
    }

    void removeHistory(String channel) {
        lock.lock();
        try {
            var stream = live(channel);
            if (stream != null) {
                stream.removeHistory();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is too old; true when something is left that will be. */
    boolean sweep() {
        lock.lock();
        try {
            streamExpiry.tick(stream -> {
                long remaining = stream.expire(clock.nanoTime());
                if (remaining == 0) {
                    streams.remove(stream.channel(), stream);
                }
                return remaining;
            });
            answeredExpiry.tick(entry -> {
                long remaining = entry.endNanos - clock.nanoTime();
                if (remaining <= 0) {
                    answered.remove(new Key(entry.channel, entry.key), entry);
                }
                return Math.max(0, remaining);
            });
            return streamExpiry.size() + answeredExpiry.size() > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Number of channels and publishes that are remembered. */
    int size() {
        lock.lock();
        try {
            return streams.size() + answered.size();
        } finally {
            lock.unlock();
        }
    }

    private PublishResult accept(
            String channel, Publication publication, PublishOptions options, BrokerListener listener) {
        var retention = options.retention();
        if (retention == null) {
            listener.onPush(channel, publication);
            return ACCEPTED;
        }
        var stream = liveOrNew(channel);
        if (stream.isOutdated(options.version(), options.versionEpoch())) {
            return new Suppressed(Reason.VERSION, stream.top());
        }
        stream.accept(options.version(), options.versionEpoch());
        if (options.skipHistory()) {
            stream.keepMeta(retention, clock.nanoTime());
            listener.onPush(channel, publication);
            return ACCEPTED;
        }
        var positioned = stream.append(publication, retention);
        stream.keepHistory(retention, clock.nanoTime());
        listener.onPush(channel, positioned);
        return new Accepted(positioned.position());
    }

    private @Nullable Answered answered(String channel, PublishOptions options) {
        var key = options.idempotencyKey();
        var earlier = key == null ? null : answered.get(new Key(channel, key));
        return earlier == null || earlier.endNanos - clock.nanoTime() <= 0 ? null : earlier;
    }

    private void remember(String channel, PublishOptions options, PublishResult result) {
        var key = options.idempotencyKey();
        if (key != null && result instanceof Accepted accepted) {
            var entry = new Answered(channel, key, accepted.position(), clock.nanoTime() + idempotencyWindow.toNanos());
            answered.put(new Key(channel, key), entry);
            answeredExpiry.add(entry, idempotencyWindow.toNanos());
            clock.startSweeping();
        }
    }

    private @Nullable MemoryStream live(String channel) {
        var stream = streams.get(channel);
        if (stream != null && stream.expire(clock.nanoTime()) == 0) {
            // The wheel still knows it, and will find it gone.
            streams.remove(channel);
            return null;
        }
        return stream;
    }

    private MemoryStream liveOrNew(String channel) {
        var stream = live(channel);
        if (stream == null) {
            stream = new MemoryStream(channel, clock.newEpoch(), clock.nanoTime());
            streams.put(channel, stream);
            streamExpiry.add(stream, 0);
            clock.startSweeping();
        }
        return stream;
    }
}
