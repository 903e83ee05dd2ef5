package dev.fanfare.engine.redis;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.Lineage;
import dev.fanfare.engine.redis.StreamEntries.Entry;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.MessageFaults;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.EngineUnavailableException;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the histories of one server, with the limits of {@link HeavyReads}. Thread-safe.
 *
 * <p>The metadata is read before and after the entries; {@link HistorySnapshot} states why they belong together. A script
 * would return the same at several times the cost for the server.
 */
final class HistoryReader {
    private static final int SMALL = 64;
    private static final int FIRST_AVERAGE = 1024;
    private static final int WEIGHT = 8;
    /** The epoch of a history changes rarely, so a second attempt usually succeeds. */
    private static final int MAX_ATTEMPTS = 3;

    private static final String EPOCH = "e";
    private static final String TOP = "s";
    private static final String EARLIER = "l";
    private static final String[] METADATA = {EPOCH, TOP, EARLIER};

    private final Link link;
    private final Keys keys;
    private final EpochGuard guard;
    private final HeavyReads heavy;
    private final MessageFaults faults = new MessageFaults();
    private volatile long averageBytes = FIRST_AVERAGE;

    HistoryReader(Link link, Keys keys, EpochGuard guard, HeavyReads heavy) {
        this.link = link;
        this.keys = keys;
        this.guard = guard;
        this.heavy = heavy;
    }

    /** Returns the top of a channel without publications; NONE for an unknown channel. */
    CompletionStage<HistoryPage> readTop(String channel) {
        return link.submit(SMALL, connection -> {
            long request = guard.beginRequest();
            return connection
                    .async()
                    .hmget(keys.meta(channel), METADATA)
                    .thenApply(
                            known -> page(channel, new HistorySnapshot(lineage(channel, known), List.of()), request));
        });
    }

    /**
     * Returns the publications of a range and the top. The size of the reply is estimated from earlier replies.
     *
     * @param expected expected number of publications
     */
    CompletionStage<HistoryPage> read(String channel, HistoryRange range, long expected) {
        long bytes = Math.min(expected, HeavyReads.MAX_BYTES) * averageBytes;
        return heavy.run(bytes, () -> link.submit(SMALL, connection -> send(connection, channel, range, 1)));
    }

    private CompletionStage<HistoryPage> send(
            StatefulRedisConnection<String, byte[]> connection, String channel, HistoryRange range, int attempt) {
        long request = guard.beginRequest();
        var before = connection.async().hmget(keys.meta(channel), METADATA);
        var entries = range.read(connection, keys.stream(channel), link::arrived);
        var after = connection.async().hmget(keys.meta(channel), EPOCH, TOP);
        return before.thenCombine(entries, (metadata, some) -> new HistorySnapshot(lineage(channel, metadata), some))
                .thenCombine(after, (read, last) -> HistorySnapshot.of(read.lineage(), read.entries(), top(last)))
                .thenCompose(snapshot -> {
                    if (snapshot != null) {
                        return CompletableFuture.completedStage(page(channel, snapshot, request));
                    }
                    requireAnotherAttempt(channel, attempt);
                    var again = send(connection, channel, range, attempt + 1);
                    connection.flushCommands();
                    return again;
                });
    }

    private static void requireAnotherAttempt(String channel, int attempt) {
        if (attempt == MAX_ATTEMPTS) {
            throw new EngineUnavailableException(
                    "the history of " + channel + " changed its epoch during each of " + MAX_ATTEMPTS + " reads");
        }
    }

    private HistoryPage page(String channel, HistorySnapshot snapshot, long request) {
        var lineage = snapshot.lineage();
        var epoch = lineage.top().epoch();
        guard.read(channel, lineage.top(), request);
        var entries = snapshot.entries();
        var publications = new ArrayList<Publication>(entries.size());
        long size = 0;
        for (var entry : entries) {
            size += entry.size();
            publications.add(publication(channel, entry, epoch));
        }
        if (!entries.isEmpty()) {
            averageBytes = (averageBytes * (WEIGHT - 1) + size / entries.size()) / WEIGHT + 1;
        }
        return new HistoryPage(publications, lineage);
    }

    private Publication publication(String channel, Entry entry, String epoch) {
        try {
            return entry.publication(epoch);
        } catch (EngineException unreadable) {
            faults.report("history of " + channel, unreadable);
            throw new EngineException(
                    "cannot decode publication " + entry.offset() + " in the history of " + channel + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private Lineage lineage(String channel, List<KeyValue<String, byte[]>> metadata) {
        var top = top(metadata);
        if (top.epoch().isEmpty()) {
            return Lineage.of(StreamPosition.NONE);
        }
        var earlier = metadata.getLast().getValueOrElse(null);
        if (!EarlierEpochs.isSupported(earlier)) {
            faults.report(
                    "history of " + channel,
                    new EngineException("unsupported version of the earlier epochs, their positions count as lost"));
        }
        return new Lineage(top, EarlierEpochs.decode(earlier, top.epoch()));
    }

    /** Returns the position in the first two fields of the metadata; NONE if there is no epoch. */
    private static StreamPosition top(List<KeyValue<String, byte[]>> metadata) {
        var epoch = metadata.getFirst();
        var offset = metadata.get(1);
        return epoch.hasValue()
                ? new StreamPosition(
                        Replies.text(epoch.getValue()),
                        offset.hasValue() ? Long.parseLong(Replies.text(offset.getValue())) : 0)
                : StreamPosition.NONE;
    }
}
