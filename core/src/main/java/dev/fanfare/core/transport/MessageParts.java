package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import java.util.Arrays;
import java.util.List;

/**
 * A message whose bytes are in several parts, in order. Messages can share a large part. Immutable.
 *
 * @param kind the kind of the message
 * @param parts the bytes; at least one part
 */
public record MessageParts(Kind kind, List<MessagePart> parts) {
    public MessageParts {
        parts = List.copyOf(parts);
    }

    /** Creates a message with a single part. */
    public static MessageParts of(Payload payload) {
        return new MessageParts(payload.kind(), List.of(MessagePart.own(payload.bytes())));
    }

    /** Returns the number of bytes. */
    public int size() {
        int size = 0;
        for (var part : parts) {
            size += part.size();
        }
        return size;
    }

    /** Returns the message in one array. Copies the bytes if there are several parts. */
    public Payload joined() {
        var bytes = parts.size() == 1 ? parts.getFirst().bytes() : joined(new byte[0], parts);
        return switch (kind) {
            case TEXT -> Payload.validatedText(bytes);
            case JSON -> Payload.validatedJson(bytes);
            case BINARY -> Payload.binary(bytes);
        };
    }

    /** Returns a copy of the bytes of the head and the parts. */
    static byte[] joined(byte[] head, List<MessagePart> parts) {
        int size = head.length + parts.stream().mapToInt(MessagePart::size).sum();
        var all = Arrays.copyOf(head, size);
        int end = head.length;
        for (var part : parts) {
            System.arraycopy(part.bytes(), 0, all, end, part.size());
            end += part.size();
        }
        return all;
    }
}
