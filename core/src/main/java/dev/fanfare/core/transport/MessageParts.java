package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import java.util.List;

/**
 * A message whose bytes are in several arrays, in order. Messages can share a large part. Immutable: callers must not
 * modify the arrays.
 *
 * @param kind the kind of the message
 * @param parts the bytes; at least one part
 */
public record MessageParts(Kind kind, List<byte[]> parts) {
    public MessageParts {
        parts = List.copyOf(parts);
    }

    /** Creates a message with a single part. */
    public static MessageParts of(Payload payload) {
        return new MessageParts(payload.kind(), List.of(payload.bytes()));
    }

    /** Returns the number of bytes. */
    public int size() {
        int size = 0;
        for (var part : parts) {
            size += part.length;
        }
        return size;
    }

    /** Returns the message in one array. Copies the bytes if there are several parts. */
    public Payload joined() {
        var bytes = joined(parts);
        return switch (kind) {
            case TEXT -> Payload.validatedText(bytes);
            case JSON -> Payload.validatedJson(bytes);
            case BINARY -> Payload.binary(bytes);
        };
    }

    /** Returns the bytes of all parts: the only part itself, or a copy of several. */
    static byte[] joined(List<byte[]> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        var all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int end = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }
}
