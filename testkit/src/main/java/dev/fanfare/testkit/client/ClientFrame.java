package dev.fanfare.testkit.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket frame to send (RFC 6455, 5.2). Immutable. By default it is valid: final, masked, without reserved bits,
 * with the shortest length encoding.
 *
 * @param firstByte FIN, reserved bits and opcode
 * @param masked whether the payload is masked
 * @param lengthBytes 0 for the shortest encoding of the length, otherwise 2 or 8 further bytes
 * @param announced the announced length; {@link #OWN_LENGTH} for the length of the payload
 * @param payload the payload before masking
 */
public record ClientFrame(int firstByte, boolean masked, int lengthBytes, long announced, Content payload) {
    /** The bytes of a payload. Immutable. */
    public static final class Content {
        private final byte[] bytes;

        private Content(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** Announces the length of the payload. */
    public static final long OWN_LENGTH = Long.MIN_VALUE + 1;

    /** The reserved bit of compressed messages. */
    public static final int COMPRESSED = 0x40;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final byte[] MASK = {0x12, (byte) 0xF3, 0x45, (byte) 0x86};

    /** Creates a frame with this opcode. */
    public static ClientFrame of(int opcode, byte[] payload) {
        return new ClientFrame(FIN | opcode, true, 0, OWN_LENGTH, new Content(payload));
    }

    /** Creates a text message. */
    public static ClientFrame text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates a compressed message (RFC 7692, 6). */
    public static ClientFrame deflated(int opcode, byte[] message) {
        return of(opcode, Deflated.deflate(message)).withReserved(COMPRESSED);
    }

    /** Creates a close frame with a code and a reason. */
    public static ClientFrame close(int code, String reason) {
        return close(code, reason.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates a close frame with a code and arbitrary bytes. */
    public static ClientFrame close(int code, byte[] reason) {
        return of(
                CLOSE,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) code)
                        .put(reason)
                        .array());
    }

    /** Returns this frame without FIN. */
    public ClientFrame notFinal() {
        return new ClientFrame(firstByte & ~FIN, masked, lengthBytes, announced, payload);
    }

    /** Returns this frame with reserved bits, a subset of 0x70. */
    public ClientFrame withReserved(int bits) {
        return new ClientFrame(firstByte | bits, masked, lengthBytes, announced, payload);
    }

    /** Returns this frame without a mask, which is invalid for clients. */
    public ClientFrame unmasked() {
        return new ClientFrame(firstByte, false, lengthBytes, announced, payload);
    }

    /** Returns this frame with a length of 2 or 8 further bytes. */
    public ClientFrame withLengthBytes(int bytes) {
        return new ClientFrame(firstByte, masked, bytes, announced, payload);
    }

    /** Returns this frame with an announced length that may differ from the payload's. */
    public ClientFrame announcing(long length) {
        return new ClientFrame(firstByte, masked, lengthBytes, length, payload);
    }

    /** Returns the encoded frame. */
    public byte[] bytes() {
        var body = payload.bytes.clone();
        if (masked) {
            for (int i = 0; i < body.length; i++) {
                body[i] ^= MASK[i % MASK.length];
            }
        }
        var header = header(announced == OWN_LENGTH ? body.length : announced);
        return ByteBuffer.allocate(header.length + body.length)
                .put(header)
                .put(body)
                .array();
    }

    private byte[] header(long length) {
        int further = lengthBytes > 0 ? lengthBytes : length < LENGTH_16 ? 0 : length >>> 16 == 0 ? 2 : Long.BYTES;
        var header = ByteBuffer.allocate(2 + further + (masked ? MASK.length : 0));
        header.put((byte) firstByte);
        header.put(
                (byte) ((masked ? MASKED : 0) | (further == 0 ? (int) length : further == 2 ? LENGTH_16 : LENGTH_64)));
        if (further == 2) {
            header.putShort((short) length);
        } else if (further == Long.BYTES) {
            header.putLong(length);
        }
        return (masked ? header.put(MASK) : header).array();
    }
}
