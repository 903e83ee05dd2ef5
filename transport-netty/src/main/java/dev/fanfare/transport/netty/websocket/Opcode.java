package dev.fanfare.transport.netty.websocket;

import dev.fanfare.model.channel.Payload;

/** Opcodes, and the other bits in the first two bytes of a frame (RFC 6455, 5.2). */
final class Opcode {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    static final int FIN = 0x80;
    static final int RESERVED_BITS = 0x70;
    /** RSV1: the message is compressed (RFC 7692, 6). */
    static final int COMPRESSED = 0x40;

    static final int OPCODE_BITS = 0x0F;
    static final int MASKED = 0x80;
    static final int LENGTH_BITS = 0x7F;

    private Opcode() {}

    /** Returns the opcode for a payload. */
    static int of(Payload payload) {
        return payload.isText() ? TEXT : BINARY;
    }

    /** RFC 6455, 5.5: the top bit of the opcode marks control frames. */
    static boolean isControl(int opcode) {
        return (opcode & 0x8) != 0;
    }

    static boolean isKnown(int opcode) {
        return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    }
}
