package dev.fanfare.transport.netty.websocket;

import dev.fanfare.model.client.CloseReason;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decodes and unmasks the frames of a client (RFC 6455, 5). Bytes may arrive in pieces of any size. Payload is passed on as it
 * arrives, so that no memory is reserved for an announced length. After a violation all input is ignored. Confined to the
 * connection's event loop.
 */
final class FrameDecoder {
    /** Receives the decoded frames. */
    interface Sink {
        /** Returns false if no more bytes must be decoded at present. */
        boolean mayContinue();

        /** A data frame with a valid header begins. {@code compressed} is set in the first frame of a message only. */
        void onDataFrame(int opcode, boolean compressed, long length);

        /**
         * Receives unmasked payload: the first {@code length} of these bytes, which are valid during the call. Returns the number of
         * bytes that were consumed; the rest is passed again.
         */
        int onData(byte[] bytes, int length);

        /** Called when the last frame of a message is complete. */
        void onMessageEnd();

        /** Receives a complete control frame. */
        void onControl(int opcode, byte[] payload);

        /** Called when the client violates the protocol. The connection must be closed with this reason. */
        void onViolation(CloseReason reason);
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASK_BYTES = 4;

    private final Sink sink;
    private final byte[] chunk;
    private final boolean compressing;

    private boolean failed;
    private int headerBytesRead;
    private int headerBytesNeeded = 2;
    private boolean fin;
    private boolean compressed;
    private int opcode;
    private boolean fragmented;
    private long length;
    private int mask;
    private boolean inPayload;
    private long payloadRead;
    private byte[] control = {};

    /**
     * Creates a decoder.
     *
     * @param chunk buffer for unmasked payload; the connections of a loop may share it
     * @param compressing whether compression was negotiated
     */
    FrameDecoder(Sink sink, byte[] chunk, boolean compressing) {
        this.sink = sink;
        this.chunk = chunk;
        this.compressing = compressing;
    }

    /** Decodes bytes until there are no more, or until the sink stops it. */
    void decode(ByteBuf in) {
        while (in.isReadable() && !failed && sink.mayContinue()) {
            if (!inPayload) {
                readHeader(in);
            } else {
                readPayload(in);
            }
        }
    }

    /** Whether a frame has begun whose payload is incomplete. */
    boolean isWithinFrame() {
        return inPayload && !failed;
    }

    /** Ignores all further input. */
    void stop() {
        failed = true;
    }

    /** Whether all further input is ignored. */
    boolean isStopped() {
        return failed;
    }

    private void readHeader(ByteBuf in) {
        while (in.isReadable() && !failed) {
            int b = in.readUnsignedByte();
            int position = headerBytesRead++;
            if (position == 0) {
                firstByte(b);
            } else if (position == 1) {
                secondByte(b);
            } else if (position < headerBytesNeeded - MASK_BYTES) {
                length = length << 8 | b;
                if (position == headerBytesNeeded - MASK_BYTES - 1) {
                    checkExtendedLength();
                }
            } else {
                mask = mask << 8 | b;
            }
            if (headerBytesRead == headerBytesNeeded && !failed) {
                beginPayload();
                return;
            }
        }
    }

    private void firstByte(int b) {
        fin = (b & Opcode.FIN) != 0;
        opcode = b & Opcode.OPCODE_BITS;
        compressed = (b & Opcode.COMPRESSED) != 0;
        if ((b & Opcode.RESERVED_BITS) != 0 && !maySetReserved(b)) {
            // RFC 6455, 5.2: reserved bits are zero unless an extension defines them.
            violation("reserved bits are set");
        } else if (!Opcode.isKnown(opcode)) {
            violation("unknown opcode " + opcode);
        } else if (Opcode.isControl(opcode)) {
            if (!fin) {
                // RFC 6455, 5.5: control frames must not be fragmented.
                violation("fragmented control frame");
            }
        } else if (fragmented != (opcode == Opcode.CONTINUATION)) {
            // RFC 6455, 5.4: the frames of different messages must not be interleaved.
            violation(fragmented ? "expected a continuation frame" : "unexpected continuation frame");
        }
    }

    /** RFC 7692, 6: with compression, RSV1 in the first frame of a message. */
    private boolean maySetReserved(int b) {
        return compressing
                && (b & Opcode.RESERVED_BITS) == Opcode.COMPRESSED
                && !Opcode.isControl(opcode)
                && opcode != Opcode.CONTINUATION;
    }

    private void secondByte(int b) {
        int shortLength = b & Opcode.LENGTH_BITS;
        if ((b & Opcode.MASKED) == 0) {
            // RFC 6455, 5.1: a client must mask every frame.
            violation("frame is not masked");
        } else if (Opcode.isControl(opcode) && shortLength > MAX_CONTROL_PAYLOAD) {
            // RFC 6455, 5.5
            violation("control frame is longer than 125 bytes");
        }
        int extended = shortLength == LENGTH_16 ? 2 : shortLength == LENGTH_64 ? 8 : 0;
        length = extended == 0 ? shortLength : 0;
        headerBytesNeeded = 2 + extended + MASK_BYTES;
    }

    private void checkExtendedLength() {
        // RFC 6455, 5.2: lengths are minimally encoded, and the top bit of 64 is zero.
        boolean two = headerBytesNeeded == 2 + 2 + MASK_BYTES;
        if (two ? length < LENGTH_16 : length >>> 16 == 0 || length < 0) {
            violation("frame length is not minimally encoded");
        }
    }

    private void beginPayload() {
        inPayload = true;
        payloadRead = 0;
        if (Opcode.isControl(opcode)) {
            control = new byte[(int) length];
        } else {
            fragmented = !fin;
            sink.onDataFrame(opcode, compressed, length);
        }
        if (length == 0 && !failed) {
            endPayload();
        }
    }

    private void readPayload(ByteBuf in) {
        int n = (int) Math.min(Math.min(in.readableBytes(), length - payloadRead), chunk.length);
        in.getBytes(in.readerIndex(), chunk, 0, n);
        unmask(chunk, n, Integer.rotateLeft(mask, 8 * (int) (payloadRead & 3)));
        int consumed = n;
        if (Opcode.isControl(opcode)) {
            System.arraycopy(chunk, 0, control, (int) payloadRead, n);
        } else {
            consumed = sink.onData(chunk, n);
        }
        in.skipBytes(consumed);
        payloadRead += consumed;
        if (payloadRead == length && !failed) {
            endPayload();
        }
    }

    private void endPayload() {
        inPayload = false;
        headerBytesRead = 0;
        headerBytesNeeded = 2;
        if (Opcode.isControl(opcode)) {
            var payload = control;
            control = new byte[0];
            sink.onControl(opcode, payload);
        } else if (fin) {
            sink.onMessageEnd();
        }
    }

    private static void unmask(byte[] bytes, int length, int mask) {
        long wide = (mask & 0xFFFF_FFFFL) << 32 | (mask & 0xFFFF_FFFFL);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ wide);
        }
        for (; i < length; i++) {
            bytes[i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
        }
    }

    private void violation(String reason) {
        failed = true;
        sink.onViolation(new CloseReason(CloseFrame.PROTOCOL_ERROR, reason));
    }
}
