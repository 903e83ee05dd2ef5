package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.transport.netty.deflate.MessageInflater;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Assembles messages from frames (RFC 6455, 5.4), validates text (RFC 6455, 8.1), decompresses (RFC 7692, 7.2.2), and enforces the
 * limits. Memory grows with the bytes that arrived, not with announced lengths, and decompression stops at the limit. Confined to
 * the connection's event loop.
 */
final class MessageAssembler implements MessageInflater.Output {
    private static final byte[] EMPTY = {};
    private static final CloseReason NOT_UTF8 =
            new CloseReason(CloseFrame.INVALID_PAYLOAD, "text message is not valid UTF-8");
    private static final CloseReason NOT_DEFLATE =
            new CloseReason(CloseFrame.INVALID_PAYLOAD, "compressed message is malformed");
    private static final CloseReason TOO_MANY_FINAL_BLOCKS = new CloseReason(
            CloseFrame.PROTOCOL_ERROR,
            "compressed message has more than " + MessageInflater.MAX_FINAL_BLOCKS + " final blocks");

    private final MessageLimits limits;
    private final @Nullable MessageInflater inflater;
    private int maxMessageBytes;
    private byte[] bytes = EMPTY;
    private int size;
    private int fragments;
    private long compressedBytes;
    private boolean text;
    private boolean compressed;
    private boolean incomplete;
    private @Nullable Utf8Check utf8;
    private @Nullable CloseReason rejection;

    /**
     * Creates an assembler, which accepts messages up to the limit for clients that are not admitted. Messages may be compressed if
     * there is an inflater.
     */
    MessageAssembler(MessageLimits limits, @Nullable MessageInflater inflater) {
        this.limits = limits;
        this.inflater = inflater;
        this.maxMessageBytes = Math.min(limits.maxMessageBytes(), Connection.MAX_BYTES_BEFORE_ADMISSION);
    }

    /** Accepts messages up to the limit of the settings from now on. */
    void admit() {
        maxMessageBytes = limits.maxMessageBytes();
    }

    /** Whether messages may be compressed. */
    boolean inflates() {
        return inflater != null;
    }

    /** Whether a message has begun and not ended. */
    boolean isWithinMessage() {
        return incomplete;
    }

    /** Whether the current message is compressed. */
    boolean isInflating() {
        return incomplete && compressed;
    }

    /** Returns the length of the current message so far, decompressed. */
    @Override
    public int size() {
        return size;
    }

    /** Returns the bytes that are held for the current message, and between compressed messages. */
    long heldBytes() {
        return bytes.length + (inflater == null ? 0L : inflater.heldBytes());
    }

    /** Begins a frame. Returns false if the message is rejected. */
    boolean begin(int opcode, boolean isCompressed, long frameLength) {
        if (opcode != Opcode.CONTINUATION) {
            text = opcode == Opcode.TEXT;
            utf8 = text ? new Utf8Check() : null;
            compressed = isCompressed;
            incomplete = true;
            fragments = 0;
            compressedBytes = 0;
        }
        // Subtracts, because adding a length of up to 63 bits could overflow.
        if (frameLength > maxBytes() - (compressed ? compressedBytes : size)) {
            return tooLong();
        }
        if (limits.maxFrameBytes() > 0 && frameLength > limits.maxFrameBytes()) {
            return reject(CloseFrame.TOO_BIG, "frame is longer than " + limits.maxFrameBytes() + " bytes");
        }
        if (++fragments > limits.maxFragments()) {
            return reject(CloseFrame.TOO_BIG, "message has more than " + limits.maxFragments() + " fragments");
        }
        return true;
    }

    /** Adds payload. Returns the number of bytes that were consumed; negative if the message is rejected. */
    int add(byte[] piece, int length) {
        if (!compressed || inflater == null) {
            return append(piece, length) ? length : MessageInflater.REJECTED;
        }
        int consumed = inflater.add(piece, length, this);
        if (consumed == MessageInflater.REJECTED) {
            malformed();
            return consumed;
        }
        compressedBytes += consumed;
        return consumed;
    }

    /** Completes the message. Returns null if it is rejected. */
    @Nullable
    Payload finish() {
        if (compressed && inflater != null && !inflater.finish(this)) {
            malformed();
            return null;
        }
        if (utf8 != null && !utf8.isComplete()) {
            rejection = NOT_UTF8;
            return null;
        }
        var whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        clear();
        return text ? Payload.validatedText(whole) : Payload.binary(whole);
    }

    /** Returns the reason why the message was rejected. */
    CloseReason rejection() {
        return rejection == null ? NOT_DEFLATE : rejection;
    }

    /** Discards the current message and releases its memory. */
    void release() {
        clear();
        if (inflater != null) {
            inflater.release();
        }
    }

    @Override
    public boolean append(byte[] piece, int length) {
        if (length > maxMessageBytes - size) {
            return tooLong();
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity(size + length));
        }
        System.arraycopy(piece, 0, bytes, size, length);
        size += length;
        if (utf8 != null && !utf8.accept(bytes, size - length, size)) {
            rejection = NOT_UTF8;
            return false;
        }
        return true;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    /** Doubles, so that few copies are made, but not above the limit. */
    private int capacity(int needed) {
        return size == 0 ? needed : (int) Math.max(needed, Math.min(size * 2L, maxMessageBytes));
    }

    /** Deflate expands incompressible data, with the worst settings of zlib by slightly more than an eighth. */
    private long maxBytes() {
        long max = maxMessageBytes;
        return compressed ? max + max / 8 + max / 64 + 16 : max;
    }

    private boolean tooLong() {
        return reject(CloseFrame.TOO_BIG, "message is longer than " + maxMessageBytes + " bytes");
    }

    private boolean malformed() {
        if (rejection == null) {
            rejection = inflater != null && inflater.hasTooManyFinalBlocks() ? TOO_MANY_FINAL_BLOCKS : NOT_DEFLATE;
        }
        return false;
    }

    private boolean reject(int code, String reason) {
        rejection = new CloseReason(code, reason);
        return false;
    }

    private void clear() {
        bytes = EMPTY;
        size = 0;
        incomplete = false;
        utf8 = null;
    }
}
