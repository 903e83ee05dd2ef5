package dev.fanfare.core.memory;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.EpochSource;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Reason;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.monitoring.MemoryKind;
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
    private final HistoryBudget budget;
    private final long idempotencyNanos;
    private final ShrinkingMap<String, MemoryStream> streams = new ShrinkingMap<>();
    private final ShrinkingMap<String, StreamLists> shares = new ShrinkingMap<>();
    private final ShrinkingMap<Key, Answered> answered = new ShrinkingMap<>();
    private final ExpiryHeap<MemoryStream> streamExpiry = new ExpiryHeap<>();
    private final ExpiryHeap<Answered> answeredExpiry = new ExpiryHeap<>();
    private @Nullable BrokerListener listener;
    /** The epoch that new streams share to save memory; null once a stream with that epoch was removed. */
    private @Nullable String epoch;

    MemoryStripe(MemoryClock clock, EpochSource epochs, HistoryBudget budget, Duration idempotencyWindow) {
        this.clock = clock;
        this.epochs = epochs;
        this.budget = budget;
        this.idempotencyNanos = MemoryClock.nanos(idempotencyWindow);
    }

    void start(BrokerListener newListener) {
        locked(() -> listener = newListener);
    }

    /** Removes everything and stops delivery. */
    void close() {
        locked(() -> {
            listener = null;
            List.copyOf(streams.values()).forEach(this::remove);
            List.copyOf(answered.values()).forEach(this::remove);
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
            if (key != null) {
                reserve(key);
            }
            var accepted = publication;
            try {
                accepted = stream == null ? publication : accept(stream, publication, options, now);
            } catch (LimitExceededException | NoRoomException refused) {
                release(key);
                throw refused;
            }
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

    /**
     * Removes streams of a share, the first ones of a list first, until they have released the bytes.
     *
     * @param kind {@link MemoryKind#HISTORIES} or {@link MemoryKind#METADATA}; streams whose metadata is in use are kept
     * @return the released bytes
     */
    long evict(String share, int list, MemoryKind kind, long bytes) {
        return locked(() -> {
            var lists = shares.get(share);
            if (lists == null) {
                return 0L;
            }
            long now = clock.nanoTime();
            long released = 0;
            var stream = lists.first(list);
            while (stream != null && released < bytes && (kind == MemoryKind.HISTORIES || stream.isIdle(now))) {
                released += kind == MemoryKind.HISTORIES ? stream.historyBytes() : stream.metadataBytes();
                streamExpiry.remove(stream);
                remove(stream);
                budget.of(kind).countShed();
                stream = lists.first(list);
            }
            return released;
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
                remove(stream);
            }
        }
        for (var old = answeredExpiry.pollExpired(now); old != null; old = answeredExpiry.pollExpired(now)) {
            remove(old);
        }
        return now;
    }

    /** Removes a stream that is not in the heap any more. A later stream of the channel has another epoch. */
    private void remove(MemoryStream stream) {
        streams.remove(stream.channel());
        stream.close();
        close(stream.lists());
        epoch = null;
    }

    private void remove(Answered old) {
        answered.remove(old.key);
        release(old.key);
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
        if (options.skipHistory()) {
            stream.accept(options.version(), options.versionEpoch());
            keepMeta(stream, retention, now);
            return publication;
        }
        var accepted = stream.append(publication, retention);
        stream.accept(options.version(), options.versionEpoch());
        stream.keepMeta(retention, now);
        streamExpiry.change(stream, now + MemoryClock.nanos(retention.age()));
        return accepted;
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
            var lists = listsOf(retention.share());
            if (epoch == null) {
                epoch = epochs.next();
            }
            try {
                stream = new MemoryStream(channel, epoch, lists, now);
            } catch (NoRoomException full) {
                close(lists);
                throw full;
            }
            streams.put(channel, stream);
            stream.keepMeta(retention, now);
            streamExpiry.add(stream, stream.metaEndNanos());
            clock.startSweeping();
        }
        return stream;
    }

    private StreamLists listsOf(String share) {
        var lists = shares.get(share);
        if (lists == null) {
            lists = new StreamLists(budget.open(share));
            shares.put(share, lists);
        }
        return lists;
    }

    /** Releases the lists of a share if they are empty. */
    private void close(StreamLists lists) {
        if (lists.isEmpty()) {
            shares.remove(lists.share().name());
            budget.close(lists.share());
        }
    }

    private void reserve(Key key) {
        budget.reserveKey(EntryBytes.ofIdempotencyKey(key.channel, key.key));
    }

    private void release(@Nullable Key key) {
        if (key != null) {
            budget.releaseKey(EntryBytes.ofIdempotencyKey(key.channel, key.key));
        }
    }

    private void remember(Answered answer, long now) {
        answered.put(answer.key, answer);
        answeredExpiry.add(answer, now + idempotencyNanos);
        clock.startSweeping();
    }
}
