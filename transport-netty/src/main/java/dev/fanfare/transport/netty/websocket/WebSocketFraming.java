package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;

/** Frames from server to client: unfragmented, unmasked, with minimal length encoding (RFC 6455, 5.2). Immutable. */
public final class WebSocketFraming implements Framing {
    /** Frames without extensions. */
    public static final WebSocketFraming PLAIN = new WebSocketFraming();

    private static final int MAX_7_BIT = 125;
    private static final int MAX_16_BIT = 0xFFFF;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final Frame PING = frame(Opcode.PING, new byte[0]);

    private WebSocketFraming() {}

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public Frame message(Payload payload) {
        return frame(Opcode.of(payload), payload.bytes());
    }

    @Override
    public Frame message(MessageParts message) {
        int opcode = message.kind() == Kind.BINARY ? Opcode.BINARY : Opcode.TEXT;
        int length = message.size();
        var header = new byte[headerBytes(length)];
        putHeader(header, opcode, length);
        return Frame.of(header, message);
    }

    @Override
    public Frame uncompressed(MessageParts message) {
        return message(message);
    }

    @Override
    public Frame ping() {
        return PING;
    }

    /** Returns a final frame. The opcode may include reserved bits. */
    static Frame frame(int opcode, byte[] payload) {
        int length = payload.length;
        int header = headerBytes(length);
        var bytes = new byte[header + length];
        putHeader(bytes, opcode, length);
        System.arraycopy(payload, 0, bytes, header, length);
        return Frame.of(bytes);
    }

    private static int headerBytes(int length) {
        return length <= MAX_7_BIT ? 2 : length <= MAX_16_BIT ? 4 : 10;
    }

    private static void putHeader(byte[] bytes, int opcode, int length) {
        bytes[0] = (byte) (Opcode.FIN | opcode);
        if (length <= MAX_7_BIT) {
            bytes[1] = (byte) length;
        } else {
            bytes[1] = (byte) (length <= MAX_16_BIT ? LENGTH_16 : LENGTH_64);
            for (int i = headerBytes(length) - 1, rest = length; i >= 2; i--, rest >>>= 8) {
                bytes[i] = (byte) rest;
            }
        }
    }
}
