package dev.fanfare.transport.netty.websocket;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.transport.netty.deflate.MessageInflater;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a message together (RFC 6455, 5.4), checks text as it comes (8.1), inflates what is compressed (RFC 7692,
 * 7.2.2), and holds the limits. Its memory grows with what arrived, not with what was announced, and what is
 * inflated never grows over the limit. Confined to the connection's event loop.
 */
final class MessageAssembler implements MessageInflater.Output {
    private static final byte[] EMPTY = {};
    private static final CloseReason NOT_UTF8 = new CloseReason(CloseFrame.INVALID_PAYLOAD, "text is not UTF-8");
    private static final CloseReason NOT_DEFLATE =
            new CloseReason(CloseFrame.INVALID_PAYLOAD, "compressed data is broken");

    private final MessageLimits limits;
    private final @Nullable MessageInflater inflater;
    private byte[] bytes = EMPTY;
    private int size;
    private int fragments;
    private long compressedBytes;
    private boolean text;
    private boolean compressed;
    private @Nullable Utf8Check utf8;
    private @Nullable CloseReason refusal;

    /** An assembler of messages that may be compressed if there is an inflater. */
    MessageAssembler(MessageLimits limits, @Nullable MessageInflater inflater) {
        this.limits = limits;
        this.inflater = inflater;
    }

    /** True when messages may be compressed. */
    boolean inflates() {
        return inflater != null;
    }

    /** A frame begins; false when the message is refused. */
    boolean begin(int opcode, boolean isCompressed, long frameLength) {
        if (opcode != Opcode.CONTINUATION) {
            text = opcode == Opcode.TEXT;
            utf8 = text ? new Utf8Check() : null;
            compressed = isCompressed;
            fragments = 0;
            compressedBytes = 0;
        }
        // Not as sums: a length of up to 63 bits would overflow them.
        if (frameLength > maxBytes() - (compressed ? compressedBytes : size)) {
            return tooLong();
        }
        if (limits.maxFrameBytes() > 0 && frameLength > limits.maxFrameBytes()) {
            return refuse(CloseFrame.TOO_BIG, "frame longer than " + limits.maxFrameBytes() + " bytes");
        }
        if (++fragments > limits.maxFragments()) {
            return refuse(CloseFrame.TOO_BIG, "more than " + limits.maxFragments() + " fragments");
        }
        return true;
    }

    /** Adds payload; false when the message is refused. */
    boolean add(byte[] piece, int length) {
        if (!compressed) {
            return append(piece, length);
        }
        compressedBytes += length;
        return inflater != null && (inflater.add(piece, length, this) || broken());
    }

    /** The whole message; null when it is refused. */
    @Nullable
    Payload finish() {
        if (compressed && inflater != null && !inflater.finish(this)) {
            broken();
            return null;
        }
        if (utf8 != null && !utf8.isComplete()) {
            refusal = NOT_UTF8;
            return null;
        }
        var whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        forget();
        return text ? Payload.validatedText(whole) : Payload.binary(whole);
    }

    /** Why the message was refused. */
    CloseReason refusal() {
        return refusal == null ? NOT_DEFLATE : refusal;
    }

    /** Forgets the message that is under way, and gives its memory back. */
    void release() {
        forget();
        if (inflater != null) {
            inflater.release();
        }
    }

    @Override
    public boolean append(byte[] piece, int length) {
        if (length > limits.maxMessageBytes() - size) {
            return tooLong();
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity(size + length));
        }
        System.arraycopy(piece, 0, bytes, size, length);
        size += length;
        if (utf8 != null && !utf8.accept(bytes, size - length, size)) {
            refusal = NOT_UTF8;
            return false;
        }
        return true;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int size() {
        return size;
    }

    /** Twice as much as was, so that few copies are made, but no more than a message may have. */
    private int capacity(int needed) {
        return size == 0 ? needed : (int) Math.max(needed, Math.min(size * 2L, limits.maxMessageBytes()));
    }

    /** Deflate makes incompressible bytes longer, by zlib's worst settings by an eighth and a little. */
    private long maxBytes() {
        long max = limits.maxMessageBytes();
        return compressed ? max + max / 8 + max / 64 + 16 : max;
    }

    private boolean tooLong() {
        return refuse(CloseFrame.TOO_BIG, "message longer than " + limits.maxMessageBytes() + " bytes");
    }

    private boolean broken() {
        refusal = refusal == null ? NOT_DEFLATE : refusal;
        return false;
    }

    private boolean refuse(int code, String words) {
        refusal = new CloseReason(code, words);
        return false;
    }

    private void forget() {
        bytes = EMPTY;
        size = 0;
        utf8 = null;
    }
}
