package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.client.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of close frames (RFC 6455, 5.5.1 and 7.4). */
final class CloseFrame {
    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int INVALID_PAYLOAD = 1007;
    static final int POLICY = 1008;
    static final int TOO_BIG = 1009;

    private static final int MAX_REASON_BYTES = 123;

    private CloseFrame() {}

    /** A close frame; codes that may not be sent yield an empty body, and a long reason is cut between characters. */
    static Frame encode(CloseReason reason) {
        if (!CloseReason.maySend(reason.code())) {
            return WebSocketFraming.frame(Opcode.CLOSE, new byte[0]);
        }
        var words = cut(reason.reason().getBytes(StandardCharsets.UTF_8));
        var body = new byte[2 + words.length];
        body[0] = (byte) (reason.code() >>> 8);
        body[1] = (byte) reason.code();
        System.arraycopy(words, 0, body, 2, words.length);
        return WebSocketFraming.frame(Opcode.CLOSE, body);
    }

    /** What a client's close frame says. */
    sealed interface Decoded {}

    /** Its reason. */
    record Lawful(CloseReason reason) implements Decoded {}

    /** It breaks the rules; the code and words to answer. */
    record Broken(int code, String words) implements Decoded {}

    /** Reads the body of a client's close frame. */
    static Decoded decode(byte[] body) {
        if (body.length == 0) {
            return new Lawful(new CloseReason(CloseReason.NO_STATUS, ""));
        }
        if (body.length == 1) {
            return new Broken(PROTOCOL_ERROR, "close frame of one byte");
        }
        int code = (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
        if (!CloseReason.maySend(code)) {
            return new Broken(PROTOCOL_ERROR, "close code " + code);
        }
        var utf8 = new Utf8Check();
        if (!utf8.accept(body, 2, body.length) || !utf8.isComplete()) {
            // RFC 6455, 8.1
            return new Broken(INVALID_PAYLOAD, "close reason is not UTF-8");
        }
        return new Lawful(new CloseReason(code, new String(body, 2, body.length - 2, StandardCharsets.UTF_8)));
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
