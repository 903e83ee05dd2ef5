package dev.fanfare.transport.netty.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Validates UTF-8 piece by piece (RFC 3629, 4: no overlong forms, no surrogates, nothing above U+10FFFF). A sequence may be split
 * between two pieces. Confined to the connection's event loop.
 */
final class Utf8Check {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NON_ASCII = 0x8080_8080_8080_8080L;
    private static final int LOWEST_CONTINUATION = 0x80;
    private static final int HIGHEST_CONTINUATION = 0xBF;

    /** Number of missing continuation bytes, and the range of the next one. */
    private int missing;

    private int lowest = LOWEST_CONTINUATION;
    private int highest = HIGHEST_CONTINUATION;

    /** Validates the next piece. Returns false at the first invalid byte. */
    boolean accept(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (missing == 0) {
                i = skipAscii(bytes, i, to);
                if (i == to) {
                    return true;
                }
                if (!lead(bytes[i++] & 0xFF)) {
                    return false;
                }
            } else if (!continuation(bytes[i++] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the last sequence is complete. */
    boolean isComplete() {
        return missing == 0;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to && ((long) LONGS.get(bytes, i) & NON_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    private boolean lead(int b) {
        if (b >= 0xC2 && b <= 0xDF) {
            missing = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            missing = 2;
            lowest = b == 0xE0 ? 0xA0 : LOWEST_CONTINUATION;
            highest = b == 0xED ? 0x9F : HIGHEST_CONTINUATION;
        } else if (b >= 0xF0 && b <= 0xF4) {
            missing = 3;
            lowest = b == 0xF0 ? 0x90 : LOWEST_CONTINUATION;
            highest = b == 0xF4 ? 0x8F : HIGHEST_CONTINUATION;
        }
        return missing > 0;
    }

    private boolean continuation(int b) {
        boolean allowed = b >= lowest && b <= highest;
        missing--;
        lowest = LOWEST_CONTINUATION;
        highest = HIGHEST_CONTINUATION;
        return allowed;
    }
}
