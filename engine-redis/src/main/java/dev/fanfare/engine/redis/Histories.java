package dev.fanfare.engine.redis;

import dev.fanfare.core.port.EpochSource;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads histories, which are streams whose entries use their offsets as ids. Thread-safe. */
final class Histories {
    private static final int SMALL = 64;
    private static final byte[] NOTHING = {};
    private static final byte[] FIRST = Replies.bytes("-");
    private static final byte[] LAST = Replies.bytes("+");
    private static final byte[] ZERO = Replies.bytes(0);
    private static final byte[] ONE = Replies.bytes(1);

    private final EpochSource epochs;

    Histories(EpochSource epochs) {
        this.epochs = epochs;
    }

    CompletionStage<HistoryPage> read(Shard shard, String channel, HistoryQuery query) {
        String[] touched = {shard.keys().meta(channel), shard.keys().stream(channel)};
        var since = query.since();
        byte[] epoch = since == null ? NOTHING : Replies.bytes(since.epoch());
        boolean nothing = since != null && isBeforeAll(since, query.reverse());
        byte[] limit = nothing ? ZERO : Replies.bytes(query.limit());
        byte[] from = since == null ? (query.reverse() ? LAST : FIRST) : id(since.offset(), query.reverse());
        byte[] to = query.reverse() ? FIRST : LAST;
        byte[] reverse = query.reverse() ? ONE : ZERO;
        return shard.link()
                .ask(
                        SMALL,
                        connection -> Scripts.HISTORY
                                .run(connection, touched, epoch, from, to, limit, reverse)
                                .thenApply(answer -> {
                                    var top = Replies.position(answer, 0);
                                    shard.seen().see(channel, top);
                                    return new HistoryPage(publications(top.epoch(), Replies.list(answer, 2)), top);
                                }));
    }

    CompletionStage<StreamPosition> position(Shard shard, String channel, HistoryRetention retention) {
        String[] touched = {shard.keys().meta(channel)};
        return shard.link()
                .ask(
                        SMALL,
                        connection -> Scripts.POSITION
                                .run(
                                        connection,
                                        touched,
                                        Replies.bytes(epochs.next()),
                                        Replies.millis(retention.metaAge()),
                                        Replies.millis(retention.unpublishedAge()))
                                .thenApply(answer -> {
                                    var top = Replies.position(answer, 0);
                                    shard.seen().see(channel, top);
                                    return top;
                                }));
    }

    CompletionStage<Void> remove(Shard shard, String channel) {
        var stream = shard.keys().stream(channel);
        return shard.link()
                .ask(SMALL, connection -> connection.async().del(stream))
                .thenAccept(removed -> {});
    }

    /** Returns true for positions without an id: the empty epoch, and offset 0. */
    private static boolean isBeforeAll(StreamPosition since, boolean reverse) {
        return since.epoch().isEmpty() || (reverse && since.offset() == 0);
    }

    /** Returns the id below or above the offset. Ids are unsigned, so the id above the highest offset exists. */
    private static byte[] id(long offset, boolean below) {
        return Replies.bytes(Long.toUnsignedString(below ? offset - 1 : offset + 1));
    }

    private static List<Publication> publications(String epoch, List<Object> entries) {
        var publications = new ArrayList<Publication>(entries.size());
        for (var entry : entries) {
            if (entry instanceof List<?> parts && parts.getLast() instanceof List<?> fields) {
                publications.add(publication(epoch, parts.getFirst(), fields.getLast()));
            }
        }
        return publications;
    }

    private static Publication publication(String epoch, @Nullable Object id, @Nullable Object body) {
        if (!(id instanceof byte[] idBytes) || !(body instanceof byte[] bodyBytes)) {
            throw new EngineException("unexpected reply from Redis to a history read: " + id + " and " + body);
        }
        var text = Replies.text(idBytes);
        long offset = Long.parseLong(text.substring(0, text.indexOf('-')));
        return Envelope.publication(bodyBytes, new StreamPosition(epoch, offset));
    }
}
