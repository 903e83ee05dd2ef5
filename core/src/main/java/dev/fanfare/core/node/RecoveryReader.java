package dev.fanfare.core.node;

import dev.fanfare.core.hub.PendingSubscriber.Merge;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the history where a positioned subscriber begins. Immutable.
 *
 * @param since where the client stood; null when it does not return
 * @param limit so many publications it may have missed
 */
record RecoveryReader(
        HistoryBroker broker,
        String channel,
        HistoryRetention retention,
        RecoveryMode mode,
        @Nullable StreamPosition since,
        int limit) {
    CompletionStage<RecoveryResult> read() {
        if (since == null) {
            return anew(Recovery.NOT_ASKED);
        }
        return switch (mode) {
            case NONE, POSITIONED -> anew(Recovery.NOT_RECOVERED);
            case STREAM_RECOVERY ->
                read(new HistoryQuery(since, limit, false), page -> RecoveryResult.ofStream(since, page));
            case CACHE_RECOVERY -> read(new HistoryQuery(null, 1, true), page -> RecoveryResult.ofCache(since, page));
        };
    }

    /** The answer to the client, from what was read and what arrived meanwhile. */
    Subscribed answer(RecoveryResult start, Merge merge) {
        return mode == RecoveryMode.CACHE_RECOVERY ? start.latestOf(merge) : start.allOf(merge);
    }

    private CompletionStage<RecoveryResult> read(HistoryQuery query, Function<HistoryPage, RecoveryResult> start) {
        return broker.history(channel, query)
                .thenCompose(page -> page.top().equals(StreamPosition.NONE)
                        ? anew(Recovery.NOT_RECOVERED)
                        : CompletableFuture.completedStage(start.apply(page)));
    }

    /** Also gives a channel that nobody knows an epoch, so that the client has a position to return to. */
    private CompletionStage<RecoveryResult> anew(Recovery recovery) {
        return broker.position(channel, retention).thenApply(top -> RecoveryResult.anew(top, recovery));
    }
}
