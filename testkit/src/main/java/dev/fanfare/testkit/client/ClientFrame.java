package dev.fanfare.testkit.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A frame to be sent (RFC 6455, 5.2), lawful unless it is told otherwise: final, masked, without reserved bits, its length
 * encoded minimally. Immutable; each change makes another one.
 *
 * @param firstByte FIN, reserved bits and opcode
 * @param masked whether the payload is masked
 * @param lengthBytes 0 for the shortest encoding of the length, or 2 or 8 for that many further bytes
 * @param announced the length to announce, whatever the payload has; {@link #OWN_LENGTH} for its own
 * @param payload the payload, before masking
 */
public record ClientFrame(int firstByte, boolean masked, int lengthBytes, long announced, Content payload) {
    /** Bytes of a payload. Immutable. */
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

    /** Announces the payload's own length. */
    public static final long OWN_LENGTH = Long.MIN_VALUE + 1;

    /** The reserved bit of compressed messages. */
    public static final int COMPRESSED = 0x40;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final byte[] MASK = {0x12, (byte) 0xF3, 0x45, (byte) 0x86};

    /** A frame of this opcode. */
    public static ClientFrame of(int opcode, byte[] payload) {
        return new ClientFrame(FIN | opcode, true, 0, OWN_LENGTH, new Content(payload));
    }

    /** A text message. */
    public static ClientFrame text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A compressed message (RFC 7692, 6). */
    public static ClientFrame deflated(int opcode, byte[] message) {
        return of(opcode, Deflated.deflate(message)).withReserved(COMPRESSED);
    }

    /** A close frame with a code and words. */
    public static ClientFrame close(int code, String reason) {
        return close(code, reason.getBytes(StandardCharsets.UTF_8));
    }

    /** A close frame with a code and any bytes behind it. */
    public static ClientFrame close(int code, byte[] reason) {
        return of(
                CLOSE,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) code)
                        .put(reason)
                        .array());
    }

    /** The same frame, to be followed by continuations. */
    public ClientFrame notFinal() {
        return new ClientFrame(firstByte & ~FIN, masked, lengthBytes, announced, payload);
    }

    /** The same frame with these bits, of 0x70, set in its first byte. */
    public ClientFrame withReserved(int bits) {
        return new ClientFrame(firstByte | bits, masked, lengthBytes, announced, payload);
    }

    /** The same frame without mask, which a client must not send. */
    public ClientFrame unmasked() {
        return new ClientFrame(firstByte, false, lengthBytes, announced, payload);
    }

    /** The same frame with its length in 2 or 8 further bytes, needed or not. */
    public ClientFrame withLengthBytes(int bytes) {
        return new ClientFrame(firstByte, masked, bytes, announced, payload);
    }

    /** The same frame with a length that may not be its payload's. */
    public ClientFrame announcing(long length) {
        return new ClientFrame(firstByte, masked, lengthBytes, length, payload);
    }

    /** The frame as it goes over the wire. */
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
