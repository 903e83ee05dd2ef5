package dev.fanfare.simulation.system;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of the history of one channel at the server, for the lifetime of one epoch. Confined to the thread that runs the
 * simulation.
 */
final class SimulatedChannel {
    private final String epoch;
    private final List<Publication> history = new ArrayList<>();
    private final Map<String, StreamPosition> answered = new HashMap<>();
    private long top;
    private long version;
    private String versionEpoch = "";
    private long historyEndNanos;
    private long metaEndNanos;

    SimulatedChannel(String epoch) {
        this.epoch = epoch;
    }

    /** An empty channel with a new epoch, which expires when this one would have expired. */
    SimulatedChannel anew(String newEpoch) {
        var made = new SimulatedChannel(newEpoch);
        made.metaEndNanos = metaEndNanos;
        return made;
    }

    StreamPosition top() {
        return new StreamPosition(epoch, top);
    }

    boolean isExpired(long nowNanos) {
        return metaEndNanos <= nowNanos;
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

    Publication append(Publication publication, PublishOptions options, HistoryRetention retention, long nowNanos) {
        expire(nowNanos);
        top++;
        var positioned = publication.withPosition(top());
        history.add(positioned);
        if (history.size() > retention.size()) {
            history.removeFirst();
        }
        historyEndNanos = nowNanos + retention.age().toNanos();
        keepMeta(retention, nowNanos);
        if (options.idempotencyKey() != null) {
            answered.put(options.idempotencyKey(), top());
        }
        return positioned;
    }

    void removeHistory() {
        history.clear();
    }

    /** Loses the last publications, whose offsets are then assigned again. */
    void loseLast(int publications) {
        int lost = (int) Math.min(publications, top);
        top -= lost;
        history.removeIf(publication -> offset(publication) > top);
        answered.values().removeIf(position -> position.offset() > top);
    }

    HistoryPage read(HistoryQuery query, long nowNanos) {
        expire(nowNanos);
        var since = query.since();
        if (since != null && !since.epoch().equals(epoch)) {
            return new HistoryPage(List.of(), top());
        }
        var page = new ArrayList<Publication>();
        for (var publication : query.reverse() ? history.reversed() : history) {
            if (query.limit() >= 0 && page.size() >= query.limit()) {
                break;
            }
            if (since == null || isBehind(publication, since, query.reverse())) {
                page.add(publication);
            }
        }
        return new HistoryPage(page, top());
    }

    private void expire(long nowNanos) {
        if (historyEndNanos <= nowNanos) {
            history.clear();
        }
    }

    private static boolean isBehind(Publication publication, StreamPosition since, boolean reverse) {
        return reverse ? offset(publication) < since.offset() : offset(publication) > since.offset();
    }

    private static long offset(Publication publication) {
        var position = publication.position();
        return position == null ? 0 : position.offset();
    }
}
