package dev.fanfare.core.memory;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the bytes on the heap of what the memory engine keeps: object headers, references, table entries and the
 * content of strings and arrays. Stateless.
 */
final class EntryBytes {
    /** A publication with its payload and position, without their content, and two places in the ring. */
    private static final long PUBLICATION = 128;
    /** A stream with its entries in the map and in the heap, and an empty ring. */
    private static final long STREAM = 240;
    /** A result with its key and the entries in the map and in the heap. */
    private static final long IDEMPOTENCY_KEY = 192;
    /** A client in the presence of a channel with the entries in the maps, in the heap and in the result of a read. */
    private static final long PRESENCE = 208;
    /** A client with two names, without their content. */
    private static final long CLIENT = 128;
    /** A tag, without its content. */
    private static final long TAG = 128;

    private static final char MAX_LATIN_1 = 0xFF;

    private EntryBytes() {}

    static long of(Publication publication) {
        long bytes = PUBLICATION + publication.payload().size();
        if (!publication.tags().isEmpty()) {
            bytes += ofTags(publication);
        }
        return publication.publisher() == null ? bytes : bytes + of(publication.publisher());
    }

    static long ofStream(String channel) {
        return STREAM + of(channel);
    }

    static long ofIdempotencyKey(String channel, String key) {
        return IDEMPOTENCY_KEY + of(channel) + of(key);
    }

    static long ofPresence(ClientInfo info) {
        return PRESENCE + of(info);
    }

    private static long of(ClientInfo info) {
        return CLIENT + of(info.client()) + of(info.user()) + size(info.connInfo()) + size(info.chanInfo());
    }

    private static long ofTags(Publication publication) {
        long bytes = 0;
        for (var tag : publication.tags().entrySet()) {
            bytes += TAG + of(tag.getKey()) + of(tag.getValue());
        }
        return bytes;
    }

    /** The content of a string: with a character above U+00FF, each character has two bytes (JEP 254). */
    private static long of(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > MAX_LATIN_1) {
                return 2L * length;
            }
        }
        return length;
    }

    private static int size(@Nullable Payload payload) {
        return payload == null ? 0 : payload.size();
    }
}
