package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply to XRANGE or XREVRANGE on a history: entries with an id, whose first part is the offset, and a single field.
 * Confined to the link's loop.
 */
final class StreamEntries extends CommandOutput<String, byte[], List<StreamEntries.Entry>> {
    /** An entry of a history. Immutable. */
    static final class Entry {
        private final long offset;
        private final byte[] body;

        Entry(long offset, byte[] body) {
            this.offset = offset;
            this.body = body;
        }

        long offset() {
            return offset;
        }

        int size() {
            return body.length;
        }

        /** Returns the publication, with a position in this epoch. */
        Publication publication(String epoch) {
            return Envelope.publication(body, new StreamPosition(epoch, offset));
        }
    }

    /** The strings of an entry, in their order. */
    private enum Part {
        ID,
        FIELD,
        BODY
    }

    private final Runnable arrivals;
    private Part next = Part.ID;
    private long offset;

    /**
     * Creates an output.
     *
     * @param arrivals runs for each part of the reply that arrives
     */
    StreamEntries(Runnable arrivals) {
        super(Link.CODEC, new ArrayList<>());
        this.arrivals = arrivals;
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        arrivals.run();
        switch (next) {
            case ID -> {
                offset = offset(bytes);
                next = Part.FIELD;
            }
            case FIELD -> next = Part.BODY;
            case BODY -> {
                output.add(new Entry(offset, copy(bytes)));
                next = Part.ID;
            }
        }
    }

    /** Declares the number of elements of an array, which the strings make redundant. */
    @Override
    public void multi(int count) {}

    private static long offset(@Nullable ByteBuffer id) {
        var text = new String(copy(id), StandardCharsets.US_ASCII);
        return Long.parseLong(text.substring(0, text.indexOf('-')));
    }

    private static byte[] copy(@Nullable ByteBuffer bytes) {
        var copy = new byte[bytes == null ? 0 : bytes.remaining()];
        if (bytes != null) {
            bytes.get(copy);
        }
        return copy;
    }
}
