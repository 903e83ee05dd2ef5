package dev.fanfare.cli.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The text in a publication that identifies it: {@code !fb}, and in hexadecimal the run, the stream, the sequence number and the
 * intended time of sending. It has a fixed length and is found wherever a server puts it, as long as the text is not encoded. Confined
 * to the thread that reads.
 */
final class Marker {
    static final int LENGTH = 3 + 8 + 6 + 8 + 16;
    private static final String START = "{\"m\":\"";
    private static final String MIDDLE = "\",\"d\":\"";
    private static final String END = "\"}";

    /** The size of the smallest publication. */
    static final int MIN_PAYLOAD = START.length() + LENGTH + MIDDLE.length() + END.length();

    private int run;
    private int stream;
    private long sequence;
    private long time;

    /** Returns a JSON object with a marker; it has the given size. */
    static byte[] payload(int size, int run, int stream, long sequence, long time) {
        var text = new StringBuilder(size).append(START).append("!fb");
        hex(text, run & 0xFFFFFFFFL, 8);
        hex(text, stream, 6);
        hex(text, sequence, 8);
        hex(text, time, 16);
        text.append(MIDDLE).repeat('x', size - MIN_PAYLOAD).append(END);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void hex(StringBuilder text, long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int) (value >>> shift) & 0xF, 16));
        }
    }

    /** Finds the first marker in a range; returns the index after it, or -1 if there is none. */
    int find(ByteBuf buffer, int from, int to) {
        int at = from;
        while (at >= 0 && at + LENGTH <= to) {
            at = buffer.indexOf(at, to - LENGTH + 1, (byte) '!');
            if (at < 0) {
                return -1;
            }
            if (buffer.getByte(at + 1) == 'f' && buffer.getByte(at + 2) == 'b' && read(buffer, at + 3)) {
                return at + LENGTH;
            }
            at++;
        }
        return -1;
    }

    /** Reads the fields; returns false if a digit is none. */
    private boolean read(ByteBuf buffer, int at) {
        long first = number(buffer, at, 8);
        long second = number(buffer, at + 8, 6);
        long third = number(buffer, at + 14, 8);
        boolean digits = first >= 0 && second >= 0 && third >= 0;
        run = (int) first;
        stream = (int) second;
        sequence = third;
        time = number(buffer, at + 22, 16);
        return digits;
    }

    /** A number, or -1 if it is malformed. */
    private static long number(ByteBuf buffer, int at, int digits) {
        long value = 0;
        for (var index = at; index < at + digits; index++) {
            int digit = Character.digit(buffer.getByte(index), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    int run() {
        return run;
    }

    int stream() {
        return stream;
    }

    long sequence() {
        return sequence;
    }

    /** The intended time of sending, of {@link System#nanoTime}. */
    long time() {
        return time;
    }
}
