package dev.fanfare.engine.redis;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the publications that returning readers have missed. Thread-safe.
 *
 * <p>The readers of a channel that wait for the same read share it, regardless of their positions: each of them needs
 * all publications from its position to the top. The first step reads the top and the oldest entry. It answers the
 * readers that have missed nothing and those that cannot recover. The second step reads from the lowest remaining
 * position.
 */
final class MissedReads {
    /** Publications that may be added between both steps. If there are more, the readers do not recover. */
    private static final int MAX_ADDED = 1000;

    /** A reader with the maximum number of publications that it can recover. */
    private record Reader(StreamPosition since, int limit) {
        boolean isWithinLimit(HistoryPage state) {
            return state.lineage().contains(since) && state.top().offset() - since.offset() <= limit;
        }

        boolean needs(HistoryPage state) {
            return isWithinLimit(state)
                    && since.offset() < state.top().offset()
                    && !state.publications().isEmpty()
                    && offset(state.publications().getFirst()) <= since.offset() + 1;
        }

        /** Returns the part of the page above the position; without publications if it is not complete. */
        HistoryPage select(HistoryPage page) {
            var all = page.publications();
            if (all.isEmpty() || !isWithinLimit(page)) {
                return new HistoryPage(List.of(), page.lineage());
            }
            long first = since.offset() + 1 - offset(all.getFirst());
            return first == 0
                    ? page
                    : new HistoryPage(
                            first < 0 || first > all.size() ? List.of() : all.subList((int) first, all.size()),
                            page.lineage());
        }
    }

    private final Shards shards;
    private final SharedReads<String, Reader, HistoryPage> reads = new SharedReads<>(this::read);

    MissedReads(Shards shards) {
        this.shards = shards;
    }

    /** Returns the publications after a position; none if the position has been lost or the limit is exceeded. */
    CompletionStage<HistoryPage> read(String channel, StreamPosition since, int limit) {
        var reader = new Reader(since, limit);
        return reads.read(channel, reader).thenApply(reader::select);
    }

    private CompletionStage<HistoryPage> read(String channel, Set<Reader> readers) {
        var shard = shards.of(channel);
        return shard.historyReader().read(channel, HistoryRange.first(), 1).thenCompose(state -> {
            var needed = readers.stream().filter(reader -> reader.needs(state)).toList();
            if (needed.isEmpty()) {
                return CompletableFuture.completedStage(new HistoryPage(List.of(), state.lineage()));
            }
            long lowest = needed.stream()
                    .mapToLong(reader -> reader.since.offset())
                    .min()
                    .orElseThrow();
            int count = Math.toIntExact(state.top().offset() - lowest);
            return shard.historyReader().read(channel, HistoryRange.above(lowest, count + MAX_ADDED), count);
        });
    }

    private static long offset(Publication publication) {
        var position = publication.position();
        if (position == null) {
            throw new IllegalStateException("a history contains a publication without position");
        }
        return position.offset();
    }
}
