package dev.fanfare.core.memory;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Reason;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A share of the channels, and the lock that makes one order of each: giving an offset, appending and handing out happen
 * under it, and nothing is encoded or written there. Before its start and after its close every call fails with an
 * {@link EngineException}. Thread-safe.
 */
final class MemoryStripe {
    private record Key(String channel, String key) {}

    /** A publish that may come again, and how it was answered. */
    private static final class Answered extends ExpiryHeap.Expiring {
        private final Key key;
        private final @Nullable StreamPosition position;

        private Answered(Key key, @Nullable StreamPosition position) {
            this.key = key;
            this.position = position;
        }
    }

    private final MemoryClock clock;
    private final MemoryEpochs epochs;
    private final long idempotencyNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final ShrinkingMap<String, MemoryStream> streams = new ShrinkingMap<>();
    private final ShrinkingMap<Key, Answered> answered = new ShrinkingMap<>();
    private final ExpiryHeap<MemoryStream> streamExpiry = new ExpiryHeap<>();
    private final ExpiryHeap<Answered> answeredExpiry = new ExpiryHeap<>();
    private @Nullable BrokerListener listener;
    /** The epoch of new streams, shared by them for the memory's sake; null when a stream that had it is gone. */
    private @Nullable String epoch;

    MemoryStripe(MemoryClock clock, MemoryEpochs epochs, Duration idempotencyWindow) {
        this.clock = clock;
        this.epochs = epochs;
        this.idempotencyNanos = MemoryClock.nanos(idempotencyWindow);
    }

    void start(BrokerListener newListener) {
        lock.lock();
        try {
            listener = newListener;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything; nothing is handed out any more. */
    void close() {
        lock.lock();
        try {
            listener = null;
            streams.clear();
            answered.clear();
            streamExpiry.clear();
            answeredExpiry.clear();
        } finally {
            lock.unlock();
        }
    }

    void handOut(String channel, Push push) {
        lock.lock();
        try {
            requireOpen().onPush(channel, push);
        } finally {
            lock.unlock();
        }
    }

    PublishResult publish(String channel, Publication publication, PublishOptions options) {
        lock.lock();
        try {
            var to = requireOpen();
            long now = expire();
            var key = options.idempotencyKey() == null ? null : new Key(channel, options.idempotencyKey());
            var earlier = key == null ? null : answered.get(key);
            if (earlier != null) {
                return new Suppressed(Reason.IDEMPOTENCY, earlier.position);
            }
            var stream = streamOf(channel, options, now);
            if (stream != null && stream.isOutdated(options.version(), options.versionEpoch())) {
                return new Suppressed(Reason.VERSION, stream.top());
            }
            var accepted = stream == null ? publication : accept(stream, publication, options, now);
            if (key != null) {
                remember(new Answered(key, accepted.position()), now);
            }
            to.onPush(channel, accepted);
            return new Accepted(accepted.position());
        } finally {
            lock.unlock();
        }
    }

    HistoryPage history(String channel, HistoryQuery query) {
        lock.lock();
        try {
            requireOpen();
            expire();
            var stream = streams.get(channel);
            return stream == null ? new HistoryPage(List.of(), StreamPosition.NONE) : stream.read(query);
        } finally {
            lock.unlock();
        }
    }

    StreamPosition position(String channel, HistoryRetention retention) {
        lock.lock();
        try {
            requireOpen();
            long now = expire();
            var stream = streamOrNew(channel, retention, now);
            keepMeta(stream, retention, now);
            return stream.top();
        } finally {
            lock.unlock();
        }
    }

    void removeHistory(String channel) {
        lock.lock();
        try {
            requireOpen();
            expire();
            var stream = streams.get(channel);
            if (stream != null) {
                stream.removeHistory();
                streamExpiry.change(stream, stream.metaEndNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is too old. */
    void sweep() {
        lock.lock();
        try {
            expire();
        } finally {
            lock.unlock();
        }
    }

    /** True when something is left that will be too old. */
    boolean isAnythingLeft() {
        lock.lock();
        try {
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

    private BrokerListener requireOpen() {
        if (listener == null) {
            throw new EngineException("the memory broker is closed, or not started");
        }
        return listener;
    }

    /** Forgets what is too old, so that nothing of it is ever seen; returns the time. */
    private long expire() {
        long now = clock.nanoTime();
        for (var stream = streamExpiry.pollExpired(now); stream != null; stream = streamExpiry.pollExpired(now)) {
            if (stream.hasHistory() && stream.metaEndNanos() - now > 0) {
                stream.removeHistory();
                streamExpiry.add(stream, stream.metaEndNanos());
            } else {
                streams.remove(stream.channel());
                epoch = null;
            }
        }
        for (var old = answeredExpiry.pollExpired(now); old != null; old = answeredExpiry.pollExpired(now)) {
            answered.remove(old.key);
        }
        return now;
    }

    /** The stream that has to do with such a publish; what is neither appended nor has a version needs no new one. */
    private @Nullable MemoryStream streamOf(String channel, PublishOptions options, long now) {
        var retention = options.retention();
        if (retention == null) {
            return null;
        }
        boolean passing = options.skipHistory() && options.version() == 0;
        return passing ? streams.get(channel) : streamOrNew(channel, retention, now);
    }

    private Publication accept(MemoryStream stream, Publication publication, PublishOptions options, long now) {
        var retention = Objects.requireNonNull(options.retention());
        stream.accept(options.version(), options.versionEpoch());
        if (options.skipHistory()) {
            keepMeta(stream, retention, now);
            return publication;
        }
        stream.keepMeta(retention, now);
        streamExpiry.change(stream, now + MemoryClock.nanos(retention.age()));
        return stream.append(publication, retention);
    }

    private void keepMeta(MemoryStream stream, HistoryRetention retention, long now) {
        stream.keepMeta(retention, now);
        if (!stream.hasHistory()) {
            streamExpiry.change(stream, stream.metaEndNanos());
        }
    }

    private MemoryStream streamOrNew(String channel, HistoryRetention retention, long now) {
        var stream = streams.get(channel);
        if (stream == null) {
            if (epoch == null) {
                epoch = epochs.next();
            }
            stream = new MemoryStream(channel, epoch, now);
            streams.put(channel, stream);
            stream.keepMeta(retention, now);
            streamExpiry.add(stream, stream.metaEndNanos());
            clock.startSweeping();
        }
        return stream;
    }

    private void remember(Answered answer, long now) {
        answered.put(answer.key, answer);
        answeredExpiry.add(answer, now + idempotencyNanos);
        clock.startSweeping();
    }
}
