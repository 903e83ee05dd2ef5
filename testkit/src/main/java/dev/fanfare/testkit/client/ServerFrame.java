package dev.fanfare.testkit.client;

import java.nio.charset.StandardCharsets;

/** A frame from the server (RFC 6455, 5.2). Immutable. */
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

    /** Returns true if its message is compressed (RFC 7692, 6). */
    public boolean compressed() {
        return compressed;
    }

    /** Returns the opcode; {@link ClientFrame} has constants. */
    public int opcode() {
        return opcode;
    }

    /** Returns the bytes of the payload as received; callers must not modify them. */
    public byte[] payload() {
        return payload;
    }

    /** Returns the bytes of the message, decompressed if necessary. */
    public byte[] message() {
        return compressed ? Deflated.inflate(payload) : payload;
    }

    /** Returns the message decoded as UTF-8. */
    public String text() {
        return new String(message(), StandardCharsets.UTF_8);
    }

    /** Returns the code of a close frame; 1005 if it has none. */
    public int closeCode() {
        return payload.length < 2 ? NO_STATUS : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }

    /** Returns the reason of a close frame. */
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
