package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.client.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encodes and decodes the body of close frames (RFC 6455, 5.5.1 and 7.4). Thread-safe. */
final class CloseFrame {
    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int INVALID_PAYLOAD = 1007;
    static final int POLICY = 1008;
    static final int TOO_BIG = 1009;

    private static final int MAX_REASON_BYTES = 123;

    private CloseFrame() {}

    /** Returns a close frame. A code that must not be sent yields an empty body; a long reason is cut between characters. */
    static Frame encode(CloseReason reason) {
        if (!CloseReason.maySend(reason.code())) {
            return WebSocketFraming.frame(Opcode.CLOSE, new byte[0]);
        }
        var text = cut(reason.reason().getBytes(StandardCharsets.UTF_8));
        var body = new byte[2 + text.length];
        body[0] = (byte) (reason.code() >>> 8);
        body[1] = (byte) reason.code();
        System.arraycopy(text, 0, body, 2, text.length);
        return WebSocketFraming.frame(Opcode.CLOSE, body);
    }

    /** The result of decoding a close frame. */
    sealed interface Decoded {}

    /** A valid close frame. */
    record Valid(CloseReason reason) implements Decoded {}

    /** A malformed close frame, and the reason to close with. */
    record Malformed(CloseReason reason) implements Decoded {}

    /** Decodes the body of a client's close frame. */
    static Decoded decode(byte[] body) {
        if (body.length == 0) {
            return new Valid(new CloseReason(CloseReason.NO_STATUS, ""));
        }
        if (body.length == 1) {
            return malformed(PROTOCOL_ERROR, "close frame with a payload of 1 byte");
        }
        int code = (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
        if (!CloseReason.maySend(code)) {
            return malformed(PROTOCOL_ERROR, "invalid close code " + code);
        }
        var utf8 = new Utf8Check();
        if (!utf8.accept(body, 2, body.length) || !utf8.isComplete()) {
            // RFC 6455, 8.1
            return malformed(INVALID_PAYLOAD, "close reason is not valid UTF-8");
        }
        return new Valid(new CloseReason(code, new String(body, 2, body.length - 2, StandardCharsets.UTF_8)));
    }

    private static Decoded malformed(int code, String reason) {
        return new Malformed(new CloseReason(code, reason));
    }

    private static byte[] cut(byte[] utf8) {
        if (utf8.length <= MAX_REASON_BYTES) {
            return utf8;
        }
        int end = MAX_REASON_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }
}
