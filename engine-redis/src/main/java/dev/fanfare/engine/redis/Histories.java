package dev.fanfare.engine.redis;

import dev.fanfare.core.port.EpochSource;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Reads histories, which are streams whose entries use their offsets as ids. Thread-safe. Identical reads that are
 * waiting are sent once.
 */
final class Histories {
    private static final int SMALL = 64;

    private record PageRead(String channel, HistoryQuery query) {}

    private record PositionRead(String channel, HistoryRetention retention) {}

    private final Shards shards;
    private final EpochSource epochs;
    private final MissedReads missed;
    private final Function<PageRead, CompletionStage<HistoryPage>> pages = SharedReads.byKey(this::read);
    private final Function<PositionRead, CompletionStage<StreamPosition>> positions = SharedReads.byKey(this::position);

    Histories(Shards shards, EpochSource epochs) {
        this.shards = shards;
        this.epochs = epochs;
        this.missed = new MissedReads(shards);
    }

    CompletionStage<HistoryPage> read(String channel, HistoryQuery query) {
        return pages.apply(new PageRead(channel, query));
    }

    /** Returns the publications after a position; none if the position has been lost or the limit is exceeded. */
    CompletionStage<HistoryPage> missed(String channel, StreamPosition since, int limit) {
        return missed.read(channel, since, limit);
    }

    CompletionStage<StreamPosition> position(String channel, HistoryRetention retention) {
        return positions.apply(new PositionRead(channel, retention));
    }

    CompletionStage<Void> remove(String channel) {
        var shard = shards.of(channel);
        var stream = shard.keys().stream(channel);
        return shard.link()
                .submit(SMALL, connection -> connection.async().del(stream))
                .thenAccept(removed -> {});
    }

    private CompletionStage<HistoryPage> read(PageRead read) {
        var query = read.query;
        var reader = shards.of(read.channel).historyReader();
        var range = HistoryRange.of(query);
        if (range == null) {
            return reader.readTop(read.channel);
        }
        return reader.read(read.channel, range, query.limit() < 0 ? Long.MAX_VALUE : query.limit())
                .thenApply(page -> isOf(query, page) ? page : new HistoryPage(List.of(), page.lineage()));
    }

    private CompletionStage<StreamPosition> position(PositionRead read) {
        var shard = shards.of(read.channel);
        String[] touched = {shard.keys().meta(read.channel)};
        return shard.link().submit(SMALL, connection -> {
            long request = shard.guard().beginRequest();
            return Scripts.POSITION
                    .run(
                            connection,
                            touched,
                            Replies.bytes(epochs.next()),
                            Replies.millis(read.retention.metaAge()),
                            Replies.millis(read.retention.unpublishedAge()))
                    .thenApply(answer -> {
                        var top = Replies.position(answer, 0);
                        shard.guard().read(read.channel, top, request);
                        return top;
                    });
        });
    }

    private static boolean isOf(HistoryQuery query, HistoryPage page) {
        var since = query.since();
        return since == null || since.epoch().equals(page.top().epoch()) || page.continues(since);
    }
}
