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
 * Reads the history that a positioned subscriber starts with. Immutable.
 *
 * @param since the client's last position; null for a new client
 * @param limit maximum number of missed publications
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
            return startingAt(Recovery.NOT_ASKED);
        }
        return switch (mode) {
            case NONE, POSITIONED -> startingAt(Recovery.NOT_RECOVERED);
            case STREAM_RECOVERY ->
                read(broker.missed(channel, since, limit), page -> RecoveryResult.ofStream(since, page));
            case CACHE_RECOVERY ->
                read(
                        broker.history(channel, new HistoryQuery(null, 1, true)),
                        page -> RecoveryResult.ofCache(since, page));
        };
    }

    /** Combines the result of the read with what arrived in the meantime. */
    Subscribed answer(RecoveryResult start, Merge merge) {
        return mode == RecoveryMode.CACHE_RECOVERY ? start.latestOf(merge) : start.allOf(merge);
    }

    private CompletionStage<RecoveryResult> read(
            CompletionStage<HistoryPage> history, Function<HistoryPage, RecoveryResult> start) {
        return history.thenCompose(page -> page.top().equals(StreamPosition.NONE)
                ? startingAt(Recovery.NOT_RECOVERED)
                : CompletableFuture.completedStage(start.apply(page)));
    }

    /** Also creates an epoch for an unknown channel, so that the client has a position to return to. */
    private CompletionStage<RecoveryResult> startingAt(Recovery recovery) {
        return broker.position(channel, retention).thenApply(top -> RecoveryResult.startingAt(top, recovery));
    }
}
