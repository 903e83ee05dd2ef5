package dev.fanfare.transport.netty.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses a message, or the part that has arrived, in one step (RFC 7692, 7.2.2). */
final class ReferenceInflater {
    /** Output that may be missing before malformed data. */
    static final int CHUNK = 256;

    private static final int WINDOW = 32 * 1024;
    private static final byte[] END = {0, 0, -1, -1, 1, 0, 0, -1, -1};

    /** The output, up to about the requested size, the number of restarts, and whether the data is malformed. */
    static final class Result {
        private final byte[] bytes;
        private final int restarts;
        private final boolean broken;

        private Result(byte[] bytes, int restarts, boolean broken) {
            this.bytes = bytes;
            this.restarts = restarts;
            this.broken = broken;
        }

        byte[] bytes() {
            return bytes;
        }

        /** The number of final blocks that are followed by input. */
        int restarts() {
            return restarts;
        }

        boolean broken() {
            return broken;
        }
    }

    private ReferenceInflater() {}

    /** Decompresses up to about {@code most} bytes after the history. A complete message must end at a block boundary. */
    static Result inflate(byte[] payload, byte[] history, boolean complete, int most) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(history);
        var input = complete ? join(payload, END) : payload;
        var chunk = new byte[CHUNK];
        int from = 0;
        int restarts = -1;
        boolean finished;
        do {
            restarts++;
            var inflater = new Inflater(true);
            try {
                inflater.setDictionary(last(all.toByteArray()));
                inflater.setInput(input, from, input.length - from);
                int length = 1;
                while (all.size() - history.length < most && length > 0) {
                    length = inflater.inflate(chunk);
                    all.write(chunk, 0, length);
                }
                finished = inflater.finished();
                from = input.length - inflater.getRemaining();
            } catch (DataFormatException broken) {
                return result(all, history, restarts, true);
            } finally {
                inflater.end();
            }
        } while (finished && from < input.length);
        boolean cut = all.size() - history.length >= most;
        return result(all, history, restarts, complete && !cut && !finished);
    }

    static byte[] last(byte[] bytes) {
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - WINDOW), bytes.length);
    }

    static byte[] join(byte[] first, byte[] second) {
        var joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static Result result(ByteArrayOutputStream all, byte[] history, int restarts, boolean broken) {
        var bytes = all.toByteArray();
        return new Result(Arrays.copyOfRange(bytes, history.length, bytes.length), restarts, broken);
    }
}
