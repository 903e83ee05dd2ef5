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
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the histories of one server, with the limits of {@link HeavyReads}. Thread-safe.
 *
 * <p>The metadata and the entries are read in one transaction. Two separate commands could return entries of one epoch
 * with the top of another. A script would return the same at several times the cost for the server.
 */
final class HistoryReader {
    private static final int SMALL = 64;
    private static final int FIRST_AVERAGE = 1024;
    private static final int WEIGHT = 8;
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
        return link.ask(SMALL, connection -> {
            long request = guard.beginRequest();
            return connection
                    .async()
                    .hmget(keys.meta(channel), METADATA)
                    .thenApply(known -> page(channel, known, List.of(), request));
        });
    }

    /**
     * Returns the publications of a range and the top. The size of the reply is estimated from earlier replies.
     *
     * @param expected expected number of publications
     */
    CompletionStage<HistoryPage> read(String channel, HistoryRange range, long expected) {
        long bytes = Math.min(expected, HeavyReads.MAX_BYTES) * averageBytes;
        return heavy.run(bytes, () -> link.ask(SMALL, connection -> send(connection, channel, range)));
    }

    private CompletionStage<HistoryPage> send(
            StatefulRedisConnection<String, byte[]> connection, String channel, HistoryRange range) {
        long request = guard.beginRequest();
        connection.async().multi();
        var metadata = connection.async().hmget(keys.meta(channel), METADATA);
        var entries = range.read(connection, keys.stream(channel), link::arrived);
        return connection
                .async()
                .exec()
                .handle((results, failure) -> {
                    requireRun(metadata, failure);
                    return metadata.thenCombine(entries, (known, some) -> page(channel, known, some, request));
                })
                .thenCompose(page -> page);
    }

    private HistoryPage page(
            String channel, List<KeyValue<String, byte[]>> metadata, List<Entry> entries, long request) {
        var lineage = lineage(channel, metadata);
        var epoch = lineage.top().epoch();
        guard.read(channel, lineage.top(), request);
        var publications = new ArrayList<Publication>(entries.size());
        long size = 0;
        for (var entry : entries) {
            size += entry.size();
            // An entry above the top belongs to a history whose metadata is gone.
            if (entry.offset() <= lineage.top().offset()) {
                publications.add(publication(channel, entry, epoch));
            }
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

    /** Throws the error of the first command if it was rejected, since EXEC only reports that a command was rejected. */
    private static void requireRun(RedisFuture<?> first, @Nullable Throwable failure) {
        if (failure != null) {
            var error = first.getError();
            throw new EngineUnavailableException(
                    "Redis rejected a history read: " + (error == null ? failure.getMessage() : error), failure);
        }
    }

    private Lineage lineage(String channel, List<KeyValue<String, byte[]>> metadata) {
        var epoch = metadata.getFirst();
        var offset = metadata.get(1);
        if (!epoch.hasValue()) {
            return Lineage.of(StreamPosition.NONE);
        }
        var current = Replies.text(epoch.getValue());
        long top = offset.hasValue() ? Long.parseLong(Replies.text(offset.getValue())) : 0;
        var earlier = metadata.getLast().getValueOrElse(null);
        if (!EarlierEpochs.isSupported(earlier)) {
            faults.report(
                    "history of " + channel,
                    new EngineException("unsupported version of the earlier epochs, their positions count as lost"));
        }
        return new Lineage(new StreamPosition(current, top), EarlierEpochs.decode(earlier, current));
    }
}
