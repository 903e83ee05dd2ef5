package dev.fanfare.testkit.client;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compression of individual client messages (RFC 7692, 7.2). Stateless. */
public final class Deflated {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final int CHUNK_BYTES = 8 * 1024;

    private Deflated() {}

    /** Compresses a message (7.2.1). */
    public static byte[] deflate(byte[] message) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            return deflate(deflater, message);
        } finally {
            deflater.end();
        }
    }

    /** Compresses a message with a raw deflater, which may have context from earlier messages. */
    public static byte[] deflate(Deflater deflater, byte[] message) {
        var all = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK_BYTES];
        deflater.setInput(message);
        int length = chunk.length;
        while (length == chunk.length) {
            length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            all.write(chunk, 0, length);
        }
        var flushed = all.toByteArray();
        return message.length == 0 ? new byte[1] : Arrays.copyOf(flushed, flushed.length - TAIL.length);
    }

    /**
     * Decompresses a payload (7.2.2).
     *
     * @throws AssertionError if the data is invalid
     */
    public static byte[] inflate(byte[] payload) {
        var inflater = new Inflater(true);
        var all = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK_BYTES];
        try {
            for (var input : new byte[][] {payload, TAIL}) {
                inflater.setInput(input);
                for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
                    all.write(chunk, 0, n);
                }
            }
            return all.toByteArray();
        } catch (DataFormatException broken) {
            throw new AssertionError("invalid compressed data", broken);
        } finally {
            inflater.end();
        }
    }
}
