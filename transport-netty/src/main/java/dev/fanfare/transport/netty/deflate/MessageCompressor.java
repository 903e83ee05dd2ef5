package dev.fanfare.transport.netty.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses messages, each for itself, so that one result serves all who agreed on the same window. Thread-safe. */
public final class MessageCompressor {
    /** What a flush ends with and what is not sent (RFC 7692, 7.2.1): 00 00 FF FF. */
    private static final int TAIL_BYTES = 4;

    private final NativePool<Deflater> deflaters;
    private final int windowBytes;

    MessageCompressor(NativePool<Deflater> deflaters, int windowBits) {
        this.deflaters = deflaters;
        this.windowBytes = 1 << windowBits;
    }

    /** The message compressed; null when that would not be shorter. */
    public byte @Nullable [] compress(byte[] message) {
        if (message.length == 0) {
            return null;
        }
        var deflater = deflaters.take();
        try {
            var shorter = new byte[message.length + TAIL_BYTES];
            int end = compress(deflater, message, shorter);
            // A full buffer may lack a part of the flush.
            return end >= shorter.length ? null : Arrays.copyOf(shorter, end - TAIL_BYTES);
        } finally {
            deflater.reset();
            deflaters.giveBack(deflater);
        }
    }

    /**
     * The JDK's compressor always looks back 32 KiB. For a smaller window it gets pieces of the window's size, and what a
     * full flush separates does not refer to one another.
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
