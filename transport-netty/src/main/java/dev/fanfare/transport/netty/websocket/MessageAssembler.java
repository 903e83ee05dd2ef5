package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.channel.Payload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a message together (RFC 6455, 5.4), checks text as it comes (8.1), and holds the size limit. Its
 * memory grows with what arrived, not with what was announced. Confined to the connection's event loop.
 */
final class MessageAssembler {
    private static final byte[] EMPTY = {};

    private final int maxMessageBytes;
    private byte[] bytes = EMPTY;
    private int size;
    private boolean text;
    private @Nullable Utf8Check utf8;

    MessageAssembler(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** A frame begins; false when the message would be too big. */
    boolean begin(int opcode, long frameLength) {
        if (opcode != Opcode.CONTINUATION) {
            text = opcode == Opcode.TEXT;
            utf8 = text ? new Utf8Check() : null;
        }
        // Not as a sum: a length of up to 63 bits would overflow it.
        return frameLength <= maxMessageBytes - size;
    }

    /** Adds payload; false when it is text and not UTF-8. */
    boolean add(byte[] piece, int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, size == 0 ? length : Math.max(size + length, size * 2));
        }
        System.arraycopy(piece, 0, bytes, size, length);
        size += length;
        return utf8 == null || utf8.accept(bytes, size - length, size);
    }

    /** The whole message; null when it is text that ends within a character. */
    @Nullable
    Payload finish() {
        boolean complete = utf8 == null || utf8.isComplete();
        var whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        bytes = EMPTY;
        size = 0;
        utf8 = null;
        if (!complete) {
            return null;
        }
        return text ? Payload.validatedText(whole) : Payload.binary(whole);
    }
}
