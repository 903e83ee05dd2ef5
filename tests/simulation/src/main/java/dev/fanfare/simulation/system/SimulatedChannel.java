package dev.fanfare.simulation.system;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.core.port.Lineage;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The history of one channel on a server. A script changes a copy and stores it. Copies share collections, which are never
 * changed. Confined to the thread that runs the simulation.
 */
final class SimulatedChannel {
    private static final int MOST_EARLIER = 32;

    private List<Publication> history = List.of();
    private Map<String, StreamPosition> answered = Map.of();
    private Map<String, Long> earlier = Map.of();
    private String epoch;
    private String writer;
    private LogEntry last;
    private long top;
    private long version;
    private String versionEpoch = "";
    private long historyEndNanos;
    private long metaEndNanos;

    /**
     * Creates an empty history.
     *
     * @param writer the replication id of the server
     * @param beginning the beginning of the epoch in the log
     */
    SimulatedChannel(String epoch, String writer, LogEntry beginning) {
        this.epoch = epoch;
        this.writer = writer;
        this.last = beginning;
    }

    private SimulatedChannel(SimulatedChannel other) {
        this.epoch = other.epoch;
        this.writer = other.writer;
        this.last = other.last;
        this.history = other.history;
        this.answered = other.answered;
        this.earlier = other.earlier;
        this.top = other.top;
        this.version = other.version;
        this.versionEpoch = other.versionEpoch;
        this.historyEndNanos = other.historyEndNanos;
        this.metaEndNanos = other.metaEndNanos;
    }

    SimulatedChannel copy() {
        return new SimulatedChannel(this);
    }

    StreamPosition top() {
        return new StreamPosition(epoch, top);
    }

    private Lineage lineage() {
        return new Lineage(top(), earlier);
    }

    /** The last publication in the log; the beginning of the history if there is none. */
    LogEntry last() {
        return last;
    }

    boolean isExpired(long nowNanos) {
        return metaEndNanos <= nowNanos;
    }

    /** True if the server with this replication id wrote last. */
    boolean isWrittenBy(String replicationId) {
        return writer.equals(replicationId);
    }

    /** Begins a term of the server with this replication id. */
    void beginTerm(String newEpoch, String replicationId) {
        var epochs = new LinkedHashMap<>(earlier);
        epochs.put(epoch, top);
        if (epochs.size() > MOST_EARLIER) {
            epochs.remove(epochs.keySet().iterator().next());
        }
        earlier = epochs;
        epoch = newEpoch;
        writer = replicationId;
    }

    /** The position of the publish with this idempotency key; null for none. */
    @Nullable
    StreamPosition answered(@Nullable String key) {
        return key == null ? null : answered.get(key);
    }

    /** True if the version is not above the last accepted one. Otherwise it becomes the last accepted one. */
    boolean isOutdated(PublishOptions options) {
        if (options.version() == 0) {
            return false;
        }
        if (options.versionEpoch().equals(versionEpoch) && options.version() <= version) {
            return true;
        }
        version = options.version();
        versionEpoch = options.versionEpoch();
        return false;
    }

    void keepMeta(HistoryRetention retention, long nowNanos) {
        metaEndNanos = Math.max(metaEndNanos, nowNanos + retention.metaAge().toNanos());
    }

    /** Keeps the meta as long as another history. */
    void keepMetaOf(SimulatedChannel other) {
        metaEndNanos = other.metaEndNanos;
    }

    Publication append(
            Publication publication, PublishOptions options, HistoryRetention retention, PushLog log, long nowNanos) {
        top++;
        var positioned = publication.withPosition(top());
        last = log.append(publication.payload().text(), top(), last, nowNanos);
        var kept = new ArrayList<>(kept(nowNanos));
        kept.add(positioned);
        if (kept.size() > retention.size()) {
            kept.removeFirst();
        }
        history = kept;
        historyEndNanos = nowNanos + retention.age().toNanos();
        keepMeta(retention, nowNanos);
        if (options.idempotencyKey() != null) {
            var keys = new HashMap<>(answered);
            keys.put(options.idempotencyKey(), top());
            answered = keys;
        }
        return positioned;
    }

    void removeHistory() {
        history = List.of();
    }

    HistoryPage read(HistoryQuery query, long nowNanos) {
        var since = query.since();
        var lineage = lineage();
        if (since != null && !lineage.contains(since)) {
            return new HistoryPage(List.of(), lineage);
        }
        var page = new ArrayList<Publication>();
        var kept = kept(nowNanos);
        for (var publication : query.reverse() ? kept.reversed() : kept) {
            if (query.limit() >= 0 && page.size() >= query.limit()) {
                break;
            }
            if (since == null || isBehind(publication, since, query.reverse())) {
                page.add(publication.withPosition(new StreamPosition(epoch, offset(publication))));
            }
        }
        return new HistoryPage(page, lineage);
    }

    private List<Publication> kept(long nowNanos) {
        return historyEndNanos <= nowNanos ? List.of() : history;
    }

    private static boolean isBehind(Publication publication, StreamPosition since, boolean reverse) {
        return reverse ? offset(publication) < since.offset() : offset(publication) > since.offset();
    }

    private static long offset(Publication publication) {
        var position = publication.position();
        return position == null ? 0 : position.offset();
    }
}
