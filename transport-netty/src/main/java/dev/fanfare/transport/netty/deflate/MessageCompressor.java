package dev.fanfare.transport.netty.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses messages independently, so that all receivers with the same window share the result. Thread-safe. */
public final class MessageCompressor {
    /** Length of 00 00 FF FF, which ends a flush and is not sent (RFC 7692, 7.2.1). */
    private static final int TAIL_BYTES = 4;

    private final NativePool<Deflater> deflaters;
    private final int windowBytes;

    MessageCompressor(NativePool<Deflater> deflaters, int windowBits) {
        this.deflaters = deflaters;
        this.windowBytes = 1 << windowBits;
    }

    /** Returns the compressed message; null if it would not be shorter. */
    public byte @Nullable [] compress(byte[] message) {
        if (message.length == 0) {
            return null;
        }
        var deflater = deflaters.take();
        try {
            var shorter = new byte[message.length + TAIL_BYTES];
            int end = compress(deflater, message, shorter);
            // If the buffer is full, the flush may be incomplete.
            return end >= shorter.length ? null : Arrays.copyOf(shorter, end - TAIL_BYTES);
        } finally {
            deflater.reset();
            deflaters.giveBack(deflater);
        }
    }

    /**
     * The window of the JDK's compressor is always 32 KiB. For a smaller window the message is compressed in pieces of that size,
     * which a full flush makes independent.
     */
    private int compress(Deflater deflater, byte[] message, byte[] into) {
        int end = 0;
        for (int from = 0; from < message.length && end < into.length; from += windowBytes) {
            int length = Math.min(windowBytes, message.length - from);
            deflater.setInput(message, from, length);
            boolean last = from + length == message.length;
            end += deflater.deflate(into, end, into.length - end, last ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH);
        }
        return end;
    }
}
