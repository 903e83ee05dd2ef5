package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Deflated;
import dev.fanfare.testkit.client.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * The input of a client, generated from a seed: valid, then mutated in its header, frames and bytes, or not at all.
 * Immutable.
 */
final class Conversation {
    /** Expected outcome of a mutated handshake. */
    enum Verdict {
        /** With a 101. */
        ACCEPTED,
        /** With another status. */
        REFUSED,
        /** As may be: it is not known any more where it ends. */
        UNKNOWN
    }

    private static final int MAX_MESSAGES = 8;
    private static final int MOST_DRIBBLED = 5;
    private static final String[] OFFERS = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_no_context_takeover; server_max_window_bits=9",
        "foo; bar=\"baz\", permessage-deflate; server_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=7, foo",
    };
    private static final String[] LETTERS = {"a", "price: ", "\u00e9", "\u20ac", "\ud83d\ude00"};

    private final Random random;
    private final byte[] head;
    private final byte[] frames;
    private final Verdict verdict;

    Conversation(long seed) {
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        var mutations = new Mutations(random);
        boolean offering = random.nextInt(3) > 0;
        var lawful = offering
                ? Handshake.request("/", "Sec-WebSocket-Extensions: " + OFFERS[random.nextInt(OFFERS.length)])
                : Handshake.request("/");
        var mutated = mutations.ofHeader(lawful);
        this.verdict = mutated.verdict();
        this.head = mutated.text().getBytes(StandardCharsets.ISO_8859_1);
        this.frames = mutations.ofBytes(RawFrames.join(mutations.ofFrames(lawfulFrames(mutations, offering))));
    }

    byte[] head() {
        return head;
    }

    /** Returns the bytes after the head. */
    byte[] frames() {
        return frames;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Returns all bytes in the pieces in which they arrive. */
    List<byte[]> pieces() {
        var all = ReferenceInflater.join(head, frames);
        int dribbled = random.nextInt(4) == 0 ? random.nextInt(1_000) : 0;
        int most = random.nextBoolean() ? 1_000 : all.length + 1;
        var pieces = new ArrayList<byte[]>();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + 1 + random.nextInt(from < dribbled ? MOST_DRIBBLED : most));
            pieces.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        return pieces;
    }

    private List<ClientFrame> lawfulFrames(Mutations mutations, boolean offering) {
        var list = new ArrayList<ClientFrame>();
        var deflater = new Deflater(1 + random.nextInt(9), true);
        boolean following = random.nextBoolean();
        int messages = 1 + random.nextInt(MAX_MESSAGES);
        for (int i = 0; i < messages; i++) {
            boolean text = random.nextBoolean();
            var content = text ? mutations.ofText(text().getBytes(StandardCharsets.UTF_8)) : noise();
            boolean compressed = offering && random.nextBoolean();
            if (compressed && !following) {
                deflater.reset();
            }
            addMessage(
                    list,
                    text ? ClientFrame.TEXT : ClientFrame.BINARY,
                    compressed ? Deflated.deflate(deflater, content) : content,
                    compressed);
        }
        deflater.end();
        if (random.nextBoolean()) {
            list.add(random.nextInt(4) == 0 ? ClientFrame.of(ClientFrame.CLOSE, new byte[0]) : close());
        }
        return list;
    }

    private void addMessage(List<ClientFrame> list, int opcode, byte[] payload, boolean compressed) {
        int cuts = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
        int from = 0;
        for (int part = 0; part <= cuts; part++) {
            int to = part == cuts ? payload.length : from + random.nextInt(payload.length - from + 1);
            var frame = ClientFrame.of(
                    part == 0 ? opcode : ClientFrame.CONTINUATION, Arrays.copyOfRange(payload, from, to));
            frame = part == 0 && compressed ? frame.withReserved(ClientFrame.COMPRESSED) : frame;
            list.add(part == cuts ? frame : frame.notFinal());
            from = to;
            if (random.nextInt(6) == 0) {
                var content = new byte[random.nextInt(126)];
                list.add(ClientFrame.of(random.nextBoolean() ? ClientFrame.PING : ClientFrame.PONG, content));
            }
        }
    }

    private ClientFrame close() {
        int code = random.nextBoolean() ? 1000 : 3000 + random.nextInt(2000);
        return ClientFrame.close(code, "going".substring(random.nextInt(5)));
    }

    private String text() {
        if (random.nextInt(20) == 0) {
            return ReferenceServer.CLOSE_REQUEST;
        }
        var text = new StringBuilder();
        int length = length();
        while (text.length() < length) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private byte[] noise() {
        var bytes = new byte[length()];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    /** Returns a length: mostly short, sometimes near the boundaries of encodings and limits. */
    private int length() {
        return switch (random.nextInt(40)) {
            case 0, 1, 2 -> 120 + random.nextInt(12);
            case 3 -> FuzzedServer.LIMITS.maxMessageBytes() - 20 + random.nextInt(40);
            case 4, 5, 6, 7 -> random.nextInt(2_500);
            default -> random.nextInt(60);
        };
    }
}
