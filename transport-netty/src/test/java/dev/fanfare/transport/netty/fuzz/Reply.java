package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.testkit.client.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A reply of the server: a message, a pong or a close frame. Immutable.
 *
 * @param opcode the opcode
 * @param content the payload, one character per byte; the code for a close frame
 */
record Reply(int opcode, String content) {
    private static final int MOST_SHOWN = 40;

    static Reply of(int opcode, byte[] message) {
        return new Reply(opcode, new String(message, StandardCharsets.ISO_8859_1));
    }

    static Reply close(int code) {
        return new Reply(ClientFrame.CLOSE, Integer.toString(code));
    }

    boolean isClose() {
        return opcode == ClientFrame.CLOSE;
    }

    @Override
    public String toString() {
        return isClose() ? "close " + content : "opcode " + opcode + " of " + content.length() + ": " + shown();
    }

    private String shown() {
        var beginning = content.substring(0, Math.min(MOST_SHOWN, content.length()));
        return HexFormat.of().formatHex(beginning.getBytes(StandardCharsets.ISO_8859_1));
    }
}
