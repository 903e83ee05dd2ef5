package dev.fanfare.testkit.client;

import java.nio.charset.StandardCharsets;

/** A frame that the server sent (RFC 6455, 5.2). Immutable. */
public final class ServerFrame {
    private static final int NO_STATUS = 1005;

    private final boolean fin;
    private final boolean compressed;
    private final int opcode;
    private final byte[] payload;

    ServerFrame(boolean fin, boolean compressed, int opcode, byte[] payload) {
        this.fin = fin;
        this.compressed = compressed;
        this.opcode = opcode;
        this.payload = payload;
    }

    public boolean fin() {
        return fin;
    }

    /** True when its message is compressed (RFC 7692, 6). */
    public boolean compressed() {
        return compressed;
    }

    /** One of the opcodes in {@link ClientFrame}. */
    public int opcode() {
        return opcode;
    }

    /** The payload's bytes as they came: read only. */
    public byte[] payload() {
        return payload;
    }

    /** The bytes of the message, inflated when it is compressed. */
    public byte[] message() {
        return compressed ? Deflated.inflate(payload) : payload;
    }

    /** The message as UTF-8. */
    public String text() {
        return new String(message(), StandardCharsets.UTF_8);
    }

    /** The code of a close frame; 1005 when it has none. */
    public int closeCode() {
        return payload.length < 2 ? NO_STATUS : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }

    /** The words of a close frame. */
    public String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "opcode " + opcode + (fin ? "" : " (more follows)") + ", "
                + (opcode == ClientFrame.CLOSE
                        ? closeCode() + " " + closeReason()
                        : opcode == ClientFrame.TEXT && payload.length < 100 ? text() : payload.length + " bytes");
    }
}
