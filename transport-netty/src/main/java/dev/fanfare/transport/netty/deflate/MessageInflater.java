package dev.fanfare.transport.netty.deflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates one connection's messages piece by piece (RFC 7692, 7.2.2). Confined to the connection's event loop.
 *
 * <p>It holds native memory within a message only. A client that may refer to its earlier messages costs the last of them
 * on the heap, at most 32 KiB, which the next message's decompressor gets as its dictionary.
 */
public final class MessageInflater {
    /** Where inflated bytes go. */
    public interface Output {
        /** Takes so many bytes from the array's beginning; false when it does not want any more. */
        boolean append(byte[] bytes, int length);

        /** The message so far, in its first {@link #size} bytes: read only. */
        byte[] bytes();

        /** Length of the message so far. */
        int size();
    }

    private static final byte[] EMPTY = {};
    private static final int WINDOW_BYTES = 1 << DeflateAgreement.MAX_WINDOW_BITS;
    /**
     * What the client left out (RFC 7692, 7.2.2), and an empty last block behind it: only when that is read as such, the
     * message ended where a block did.
     */
    private static final byte[] ENDING = {0, 0, (byte) 0xFF, (byte) 0xFF, 1, 0, 0, (byte) 0xFF, (byte) 0xFF};

    private final NativePool<Inflater> inflaters;
    private final boolean takeover;
    private final byte[] chunk;
    private byte[] window = EMPTY;
    private @Nullable Inflater inflater;

    /** The chunk is where pieces are inflated; it may be shared by a loop. */
    MessageInflater(NativePool<Inflater> inflaters, boolean takeover, byte[] chunk) {
        this.inflaters = inflaters;
        this.takeover = takeover;
        this.chunk = chunk;
    }

    /** Adds a piece of the compressed message; false when it is broken, or the output did not want any more. */
    public boolean add(byte[] piece, int length, Output output) {
        var current = inflater;
        if (current == null) {
            current = inflaters.take();
            inflater = current;
            if (window.length > 0) {
                current.setDictionary(window);
            }
        }
        return inflate(current, piece, length, output);
    }

    /** The message is over; false when it is broken, or the output did not want any more. */
    public boolean finish(Output output) {
        var current = inflater;
        boolean whole = current != null
                && inflate(current, ENDING, ENDING.length, output)
                && current.finished()
                && current.getRemaining() == 0;
        release();
        if (whole && takeover) {
            window = window(output);
        }
        return whole;
    }

    /** Gives native memory back. */
    public void release() {
        var held = inflater;
        if (held != null) {
            inflater = null;
            held.reset();
            inflaters.giveBack(held);
        }
    }

    private boolean inflate(Inflater current, byte[] piece, int length, Output output) {
        try {
            restartIfFinished(current, output);
            current.setInput(piece, 0, length);
            while (true) {
                int inflated = current.inflate(chunk);
                if (inflated > 0 && !output.append(chunk, inflated)) {
                    return false;
                }
                int rest = current.getRemaining();
                if (current.finished() && rest > 0) {
                    restartIfFinished(current, output);
                    current.setInput(piece, length - rest, rest);
                } else if (inflated == 0) {
                    return true;
                }
            }
        } catch (DataFormatException broken) {
            return false;
        }
    }

    /** RFC 7692, 7.2.3.4: a block may say that it is the last one, and others follow, which may refer to it. */
    private void restartIfFinished(Inflater current, Output output) {
        if (current.finished()) {
            current.reset();
            current.setDictionary(window(output));
        }
    }

    /** The last bytes, up to a window's size, of earlier messages and this one. */
    private byte[] window(Output output) {
        int fresh = Math.min(output.size(), WINDOW_BYTES);
        int kept = Math.min(window.length, WINDOW_BYTES - fresh);
        var joined = Arrays.copyOfRange(window, window.length - kept, window.length + fresh);
        System.arraycopy(output.bytes(), output.size() - fresh, joined, kept, fresh);
        return joined;
    }
}
