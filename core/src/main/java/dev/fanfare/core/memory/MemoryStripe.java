package dev.fanfare.core.memory;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.EpochSource;
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
import org.jspecify.annotations.Nullable;

/**
 * A share of the channels. Thread-safe. Assigning an offset, appending and delivering happen under its lock, which
 * determines the order of each channel; nothing is encoded or written under it. Before the start and after the close,
 * every call fails with an {@link EngineException}.
 */
final class MemoryStripe extends Stripes.Stripe {
    private record Key(String channel, String key) {}

    /** A publish with an idempotency key, and its result. */
    private static final class Answered extends ExpiryHeap.Expiring {
        private final Key key;
        private final @Nullable StreamPosition position;

        private Answered(Key key, @Nullable StreamPosition position) {
            this.key = key;
            this.position = position;
        }
    }

    private final MemoryClock clock;
    private final EpochSource epochs;
    private final long idempotencyNanos;
    private final ShrinkingMap<String, MemoryStream> streams = new ShrinkingMap<>();
    private final ShrinkingMap<Key, Answered> answered = new ShrinkingMap<>();
    private final ExpiryHeap<MemoryStream> streamExpiry = new ExpiryHeap<>();
    private final ExpiryHeap<Answered> answeredExpiry = new ExpiryHeap<>();
    private @Nullable BrokerListener listener;
    /** The epoch that new streams share to save memory; null once a stream with that epoch was removed. */
    private @Nullable String epoch;

    MemoryStripe(MemoryClock clock, EpochSource epochs, Duration idempotencyWindow) {
        this.clock = clock;
        this.epochs = epochs;
        this.idempotencyNanos = MemoryClock.nanos(idempotencyWindow);
    }

    void start(BrokerListener newListener) {
        locked(() -> listener = newListener);
    }

    /** Removes everything and stops delivery. */
    void close() {
        locked(() -> {
            listener = null;
            streams.clear();
            answered.clear();
            streamExpiry.clear();
            answeredExpiry.clear();
        });
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
        return locked(() -> {
            requireOpen();
            expire();
            var stream = streams.get(channel);
            return stream == null ? new HistoryPage(List.of(), StreamPosition.NONE) : stream.read(query);
        });
    }

    StreamPosition position(String channel, HistoryRetention retention) {
        return locked(() -> {
            requireOpen();
            long now = expire();
            var stream = streamOrNew(channel, retention, now);
            keepMeta(stream, retention, now);
            return stream.top();
        });
    }

    void removeHistory(String channel) {
        locked(() -> {
            requireOpen();
            expire();
            var stream = streams.get(channel);
            if (stream != null) {
                stream.removeHistory();
                streamExpiry.change(stream, stream.metaEndNanos());
            }
        });
    }

    @Override
    void sweep() {
        locked(this::expire);
    }

    @Override
    int size() {
        return locked(() -> streams.size() + answered.size());
    }

    private BrokerListener requireOpen() {
        if (listener == null) {
            throw new EngineException("the memory broker is closed or not started");
        }
        return listener;
    }

    /** Removes expired entries, so that they are never returned; returns the current time. */
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

    /** Returns the stream for a publish. A publish that is neither appended nor versioned does not create one. */
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
