package dev.fanfare.transport.netty.deflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages of one connection piece by piece (RFC 7692, 7.2.2). Confined to the connection's event loop.
 *
 * <p>Native memory is held only within a message. With context takeover, up to 32 KiB of earlier messages stay on the heap, and
 * become the dictionary of the next message.
 */
public final class MessageInflater {
    /** Receives decompressed bytes. */
    public interface Output {
        /** Appends the first {@code length} bytes. Returns false if the message is rejected. */
        boolean append(byte[] bytes, int length);

        /** Returns an array whose first {@link #size} bytes are the message so far. It must not be modified. */
        byte[] bytes();

        /** Returns the length of the message so far. */
        int size();
    }

    /**
     * The number of final blocks in a message. Each one restarts the decompressor, which copies the window; a usual message has
     * none.
     */
    public static final int MAX_FINAL_BLOCKS = 4;

    /** The result of {@link #add} for a piece that is malformed or was rejected. */
    public static final int REJECTED = -1;

    /** The decompressed bytes after which {@link #add} returns. A kilobyte can yield a megabyte, which takes milliseconds. */
    static final int MAX_BYTES_PER_CALL = 64 << 10;

    /** The approximate native memory of a decompressor (zlib: the window and 7 KiB of state). */
    private static final int NATIVE_BYTES = (1 << DeflateAgreement.MAX_WINDOW_BITS) + 7 * 1024;

    private static final byte[] EMPTY = {};
    private static final int WINDOW_BYTES = 1 << DeflateAgreement.MAX_WINDOW_BITS;
    /**
     * The bytes that the client omitted (RFC 7692, 7.2.2), and an empty final block. The decompressor reaches the end of that
     * block only if the message ended at a block boundary.
     */
    private static final byte[] ENDING = {0, 0, (byte) 0xFF, (byte) 0xFF, 1, 0, 0, (byte) 0xFF, (byte) 0xFF};

    private final NativePool<Inflater> inflaters;
    private final boolean takeover;
    private final byte[] chunk;
    private byte[] window = EMPTY;
    private @Nullable Inflater inflater;
    private int restarts;

    /** Creates an inflater. The connections of a loop may share the chunk, a buffer for decompressed pieces. */
    MessageInflater(NativePool<Inflater> inflaters, boolean takeover, byte[] chunk) {
        this.inflaters = inflaters;
        this.takeover = takeover;
        this.chunk = chunk;
    }

    /**
     * Adds a piece of the compressed message, up to about 64 KiB of decompressed data.
     *
     * @return the number of bytes that were consumed, of which there is at least one; the caller adds the rest again. {@link
     *     #REJECTED} if the piece is malformed or the output rejected it.
     */
    public int add(byte[] piece, int length, Output output) {
        var current = inflater;
        if (current == null) {
            current = inflaters.take();
            inflater = current;
            restarts = 0;
            if (window.length > 0) {
                current.setDictionary(window);
            }
        }
        int consumed = inflate(current, piece, length, MAX_BYTES_PER_CALL, output);
        // Never observed. The caller would add the same piece forever.
        return consumed == 0 && length > 0 ? REJECTED : consumed;
    }

    /** Ends the message. Returns false if it is malformed or the output rejected it. */
    public boolean finish(Output output) {
        var current = inflater;
        boolean complete = current != null
                && inflate(current, ENDING, ENDING.length, Integer.MAX_VALUE, output) != REJECTED
                && current.finished()
                && current.getRemaining() == 0;
        release();
        if (complete && takeover) {
            window = window(output);
        }
        return complete;
    }

    /** Whether the current or the last message was rejected because of more than {@value #MAX_FINAL_BLOCKS} final blocks. */
    public boolean hasTooManyFinalBlocks() {
        return restarts > MAX_FINAL_BLOCKS;
    }

    /** Returns the bytes that are held, native memory included. */
    public long heldBytes() {
        return window.length + (inflater == null ? 0L : NATIVE_BYTES);
    }

    /** Releases native memory. */
    public void release() {
        var held = inflater;
        if (held != null) {
            inflater = null;
            held.reset();
            inflaters.giveBack(held);
        }
    }

    private int inflate(Inflater current, byte[] piece, int length, int maxBytes, Output output) {
        try {
            if (!restartIfFinished(current, output)) {
                return REJECTED;
            }
            current.setInput(piece, 0, length);
            int total = 0;
            while (true) {
                int inflated = current.inflate(chunk);
                if (inflated > 0 && !output.append(chunk, inflated)) {
                    return REJECTED;
                }
                total += inflated;
                int rest = current.getRemaining();
                if ((inflated == 0 && (rest == 0 || !current.finished())) || total >= maxBytes) {
                    return length - rest;
                }
                if (current.finished() && rest > 0) {
                    if (!restartIfFinished(current, output)) {
                        return REJECTED;
                    }
                    current.setInput(piece, length - rest, rest);
                }
            }
        } catch (DataFormatException malformed) {
            return REJECTED;
        }
    }

    /** RFC 7692, 7.2.3.4: blocks may follow a final block and refer to it. Returns false after too many final blocks. */
    private boolean restartIfFinished(Inflater current, Output output) {
        if (current.finished()) {
            if (++restarts > MAX_FINAL_BLOCKS) {
                return false;
            }
            current.reset();
            current.setDictionary(window(output));
        }
        return true;
    }

    /** Returns the last bytes of this and earlier messages, up to the window size. */
    private byte[] window(Output output) {
        int fresh = Math.min(output.size(), WINDOW_BYTES);
        int kept = Math.min(window.length, WINDOW_BYTES - fresh);
        var joined = Arrays.copyOfRange(window, window.length - kept, window.length + fresh);
        System.arraycopy(output.bytes(), output.size() - fresh, joined, kept, fresh);
        return joined;
    }
}
