package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.transport.netty.deflate.MessageInflater;
import dev.fanfare.transport.netty.websocket.MessageLimits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A simple and slow echo server that follows the specifications. It has all bytes of a conversation and computes the expected
 * replies. Not thread-safe.
 */
final class ReferenceServer {
    /** A text that makes the server close. */
    static final String CLOSE_REQUEST = "bye";

    static final int CLOSE_CODE = 4000;

    private static final byte[] NOTHING = {};
    private static final int MAX_CONTROL = 125;
    /** Output that a server may decompress before it checks the limit. */
    private static final int AHEAD = 64 * 1024;

    private final ByteBuffer in;
    private final MessageLimits limits;
    private final boolean deflate;
    private final boolean takeover;

    private final List<Reply> replies = new ArrayList<>();
    private Set<Integer> failure = Set.of();
    private int pings;
    private boolean closing;
    private boolean ended;

    private int opcode;
    private boolean compressed;
    private boolean inMessage;
    private int fragments;
    private byte[] message = NOTHING;
    private byte[] history = NOTHING;

    ReferenceServer(byte[] bytes, MessageLimits limits, boolean deflate, boolean takeover) {
        this.in = ByteBuffer.wrap(bytes);
        this.limits = limits;
        this.deflate = deflate;
        this.takeover = takeover;
    }

    /** Reads all input and returns the expected replies. */
    Expected read() {
        while (in.hasRemaining() && !ended && failure.isEmpty()) {
            frame();
        }
        return new Expected(replies, closing ? Set.of() : failure, pings, ended);
    }

    private void frame() {
        int first = in.get() & 0xFF;
        int frameOpcode = first & 0x0F;
        boolean fin = (first & 0x80) != 0;
        boolean control = frameOpcode >= ClientFrame.CLOSE;
        if (!isLawful(first)) {
            fail(1002);
            return;
        }
        if (!in.hasRemaining()) {
            return;
        }
        int second = in.get() & 0xFF;
        int shortLength = second & 0x7F;
        if ((second & 0x80) == 0 || (control && shortLength > MAX_CONTROL)) {
            fail(1002);
            return;
        }
        int more = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        if (in.remaining() < more) {
            in.position(in.limit());
            return;
        }
        long length = more == 0 ? shortLength : more == 2 ? in.getShort() & 0xFFFF : in.getLong();
        if (length < 0 || (more == 2 && length < 126) || (more == 8 && length < 65_536)) {
            fail(1002);
            return;
        }
        if (in.remaining() < 4) {
            in.position(in.limit());
            return;
        }
        var mask = new byte[4];
        in.get(mask);
        if (!control && !begin(first, length)) {
            fail(1009);
            return;
        }
        var payload = payload(mask, length);
        boolean whole = payload.length == length;
        if (control) {
            if (whole) {
                control(frameOpcode, payload);
            }
        } else {
            data(payload, whole && fin);
        }
    }

    private boolean isLawful(int first) {
        int frameOpcode = first & 0x0F;
        boolean fin = (first & 0x80) != 0;
        int reserved = first & 0x70;
        boolean begins = frameOpcode == ClientFrame.TEXT || frameOpcode == ClientFrame.BINARY;
        if (reserved != 0 && !(deflate && reserved == 0x40 && begins)) {
            return false;
        }
        return switch (frameOpcode) {
            case ClientFrame.CONTINUATION -> inMessage;
            case ClientFrame.TEXT, ClientFrame.BINARY -> !inMessage;
            case ClientFrame.CLOSE, ClientFrame.PING, ClientFrame.PONG -> fin;
            default -> false;
        };
    }

    private boolean begin(int first, long length) {
        if ((first & 0x0F) != ClientFrame.CONTINUATION) {
            opcode = first & 0x0F;
            compressed = (first & 0x40) != 0;
            message = NOTHING;
            fragments = 0;
        }
        inMessage = (first & 0x80) == 0;
        long max = limits.maxMessageBytes();
        max = compressed ? max + max / 8 + max / 64 + 16 : max;
        return length <= max - message.length
                && (limits.maxFrameBytes() == 0 || length <= limits.maxFrameBytes())
                && ++fragments <= limits.maxFragments();
    }

    private byte[] payload(byte[] mask, long length) {
        var payload = new byte[(int) Math.min(length, in.remaining())];
        in.get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private void data(byte[] payload, boolean complete) {
        message = ReferenceInflater.join(message, payload);
        if (!compressed) {
            check(message, complete);
            return;
        }
        int most = limits.maxMessageBytes();
        var inflated = ReferenceInflater.inflate(message, history, complete, most + AHEAD);
        int size = inflated.bytes().length;
        if (inflated.restarts() > MessageInflater.MAX_FINAL_BLOCKS) {
            // Which error is detected first depends on how the bytes arrive.
            fail(Set.of(1002, 1007, 1009));
            return;
        }
        if (size > most || inflated.broken()) {
            // Which error is detected first depends on how the bytes arrive.
            boolean both =
                    inflated.broken() ? size + ReferenceInflater.CHUNK > most : !isTextOrFine(inflated.bytes(), false);
            fail(both ? Set.of(1007, 1009) : Set.of(inflated.broken() ? 1007 : 1009));
            return;
        }
        check(inflated.bytes(), complete);
        if (complete && takeover && failure.isEmpty()) {
            history = ReferenceInflater.last(ReferenceInflater.join(history, inflated.bytes()));
        }
    }

    private void check(byte[] content, boolean complete) {
        if (!isTextOrFine(content, complete)) {
            fail(1007);
        } else if (complete) {
            reply(Reply.of(opcode, content));
            if (Arrays.equals(content, CLOSE_REQUEST.getBytes(StandardCharsets.US_ASCII))
                    && opcode == ClientFrame.TEXT) {
                reply(Reply.close(CLOSE_CODE));
                closing = true;
            }
        }
    }

    private boolean isTextOrFine(byte[] content, boolean complete) {
        return opcode != ClientFrame.TEXT || isUtf8(content, complete);
    }

    private void control(int frameOpcode, byte[] payload) {
        if (frameOpcode == ClientFrame.PING) {
            pings++;
            reply(Reply.of(ClientFrame.PONG, payload));
        } else if (frameOpcode == ClientFrame.CLOSE) {
            close(payload);
        }
    }

    private void close(byte[] payload) {
        if (payload.length == 0) {
            reply(Reply.close(1005));
            ended = true;
            return;
        }
        int code = payload.length == 1 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        boolean known = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
        if (!known && (code < 3000 || code > 4999)) {
            fail(1002);
        } else if (!isUtf8(Arrays.copyOfRange(payload, 2, payload.length), true)) {
            fail(1007);
        } else {
            reply(Reply.close(code));
            ended = true;
        }
    }

    private void reply(Reply reply) {
        if (!closing) {
            replies.add(reply);
        }
    }

    private void fail(int code) {
        fail(Set.of(code));
    }

    private void fail(Set<Integer> codes) {
        failure = codes;
    }

    private static boolean isUtf8(byte[] bytes, boolean complete) {
        boolean is = decodes(bytes);
        for (int cut = 1; cut <= 3 && cut <= bytes.length && !is && !complete; cut++) {
            int head = bytes.length - cut;
            is = decodes(Arrays.copyOf(bytes, head)) && begins(Arrays.copyOfRange(bytes, head, bytes.length), 3);
        }
        return is;
    }

    /** Whether up to {@code most} further bytes can complete a character. */
    private static boolean begins(byte[] bytes, int most) {
        for (int next : new int[] {0x80, 0x90, 0xA0}) {
            var longer = ReferenceInflater.join(bytes, new byte[] {(byte) next});
            if (decodes(longer) || (most > 1 && begins(longer, most - 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
