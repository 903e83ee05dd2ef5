package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.transport.netty.fuzz.Conversation.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Mutates conversations at random, on each level in about a third of them. Not thread-safe. */
final class Mutations {
    private static final String[] BORDERS = {
        "c080",
        "c1bf",
        "c280",
        "dfbf",
        "e09fbf",
        "e0a080",
        "ed9fbf",
        "eda080",
        "edbfbf",
        "ee8080",
        "f08fbfbf",
        "f0908080",
        "f48fbfbf",
        "f4908080",
        "f5808080",
        "80",
        "bf",
        "ff",
        "e282",
        "f09f98",
        "ed",
        "f4"
    };
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions: ";

    /** A mutation of a header: text, replacement, and expected outcome of the handshake. */
    private record HeaderMutation(String target, String replacement, Verdict verdict) {}

    private static final List<HeaderMutation> HEADER_MUTATIONS = List.of(
            new HeaderMutation("Host: localhost\r\n", "", Verdict.REFUSED),
            new HeaderMutation("Connection: Upgrade", "Connection: close", Verdict.REFUSED),
            new HeaderMutation("Connection: Upgrade", "Connection: keep-alive, upgrade", Verdict.ACCEPTED),
            new HeaderMutation("Upgrade: websocket", "Upgrade: WEBSOCKET, foo", Verdict.ACCEPTED),
            new HeaderMutation("Version: 13", "Version: 14", Verdict.REFUSED),
            new HeaderMutation("Key: ", "Key: A", Verdict.REFUSED),
            new HeaderMutation("GET / ", "POST / ", Verdict.REFUSED),
            new HeaderMutation("GET / ", "GET /path?query ", Verdict.ACCEPTED),
            new HeaderMutation("HTTP/1.1", "HTTP/1.0", Verdict.REFUSED),
            new HeaderMutation("\r\n\r\n", "\r\n" + EXTENSIONS + "permessage-deflate\r\n\r\n", Verdict.ACCEPTED),
            new HeaderMutation("\r\n\r\n", "\r\n" + EXTENSIONS + "permessage-deflate;\r\n\r\n", Verdict.REFUSED),
            new HeaderMutation("\r\n\r\n", "\r\n" + EXTENSIONS + "a=b\r\n\r\n", Verdict.REFUSED),
            new HeaderMutation("\r\n\r\n", "\r\n" + EXTENSIONS + "a; b=\"c\r\n\r\n", Verdict.REFUSED),
            new HeaderMutation("\r\n\r\n", "\r\n" + EXTENSIONS + "\r\n\r\n", Verdict.ACCEPTED));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** A header and the expected outcome of its handshake. */
    record Header(String text, Verdict verdict) {}

    Header ofHeader(String lawful) {
        if (random.nextInt(4) > 0) {
            return new Header(lawful, Verdict.ACCEPTED);
        }
        if (random.nextInt(3) == 0) {
            var text = new StringBuilder(lawful);
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            return new Header(text.toString(), Verdict.UNKNOWN);
        }
        var mutation = HEADER_MUTATIONS.get(random.nextInt(HEADER_MUTATIONS.size()));
        return new Header(lawful.replace(mutation.target, mutation.replacement), mutation.verdict);
    }

    /** Returns text with bytes at the boundaries of UTF-8, valid or invalid. */
    byte[] ofText(byte[] utf8) {
        if (random.nextInt(10) > 0) {
            return utf8;
        }
        int at = random.nextInt(utf8.length + 1);
        return replaced(utf8, at, at, HexFormat.of().parseHex(BORDERS[random.nextInt(BORDERS.length)]));
    }

    List<ClientFrame> ofFrames(List<ClientFrame> lawful) {
        var frames = new ArrayList<>(lawful);
        int mutations = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < mutations && !frames.isEmpty(); i++) {
            int at = random.nextInt(frames.size());
            switch (random.nextInt(6)) {
                case 0 -> frames.remove(at);
                case 1 -> frames.add(at, frames.get(random.nextInt(frames.size())));
                case 2 -> Collections.swap(frames, at, random.nextInt(frames.size()));
                case 3 -> frames.add(at, anyControl());
                default -> frames.set(at, ofFrame(frames.get(at)));
            }
        }
        return frames;
    }

    byte[] ofBytes(byte[] lawful) {
        var bytes = lawful;
        int mutations = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < mutations && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> replaced(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
                case 1 -> replaced(bytes, at, at + 1, new byte[0]);
                case 2 -> Arrays.copyOf(bytes, at);
                default -> replaced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))});
            };
        }
        return bytes;
    }

    private ClientFrame anyControl() {
        var content = new byte[random.nextInt(20) == 0 ? 126 : random.nextInt(4)];
        return random.nextBoolean()
                ? ClientFrame.of(8 + random.nextInt(8), content)
                : ClientFrame.close(random.nextInt(5_100), content.length > 100 ? new byte[0] : content);
    }

    private ClientFrame ofFrame(ClientFrame frame) {
        return switch (random.nextInt(9)) {
            case 0 -> frame.notFinal();
            case 1 -> withFirstByte(frame, frame.firstByte() ^ 0x80);
            case 2 -> withFirstByte(frame, frame.firstByte() ^ (0x10 << random.nextInt(3)));
            case 3 -> withFirstByte(frame, (frame.firstByte() & 0xF0) | random.nextInt(16));
            case 4 -> frame.unmasked();
            case 5 -> frame.withLengthBytes(random.nextBoolean() ? 2 : 8);
            case 6 -> frame.announcing(random.nextInt(200));
            case 7 -> frame.withLengthBytes(8).announcing(random.nextLong());
            default -> ClientFrame.of(frame.firstByte() & 0x0F, noise()).withReserved(frame.firstByte() & 0x70);
        };
    }

    private byte[] noise() {
        var noise = new byte[random.nextInt(100)];
        random.nextBytes(noise);
        return noise;
    }

    private static ClientFrame withFirstByte(ClientFrame frame, int first) {
        return new ClientFrame(first, frame.masked(), frame.lengthBytes(), frame.announced(), frame.payload());
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        var head = ReferenceInflater.join(Arrays.copyOf(bytes, from), by);
        return ReferenceInflater.join(head, Arrays.copyOfRange(bytes, to, bytes.length));
    }
}
