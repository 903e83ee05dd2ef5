package dev.fanfare.testkit.memory;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.channel.Payload;
import java.util.Arrays;

/** A minimal framing: one byte for the kind, followed by the payload. Immutable. */
final class MemoryFraming implements Framing {
    /** The only instance with the default name. */
    public static final MemoryFraming INSTANCE = new MemoryFraming("plain");

    private static final byte PING = 'P';
    private static final byte TEXT = 'T';
    private static final byte JSON = 'J';
    private static final byte BINARY = 'B';

    private final String name;

    /** Creates a framing with equal bytes under another name, for tests with several frame keys. */
    public MemoryFraming(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Frame message(Payload payload) {
        var bytes = new byte[1 + payload.size()];
        bytes[0] = switch (payload.kind()) {
            case TEXT -> TEXT;
            case JSON -> JSON;
            case BINARY -> BINARY;
        };
        System.arraycopy(payload.bytes(), 0, bytes, 1, payload.size());
        return Frame.of(bytes);
    }

    @Override
    public Frame ping() {
        return Frame.of(new byte[] {PING});
    }

    /** Returns true for frames of {@link #ping}. */
    public static boolean isPing(Frame frame) {
        return frame.size() == 1 && frame.bytes()[0] == PING;
    }

    /**
     * Returns the payload of a frame of {@link #message}.
     *
     * @throws IllegalArgumentException for any other frame
     */
    public static Payload decode(Frame frame) {
        var content = Arrays.copyOfRange(frame.bytes(), 1, frame.size());
        return switch (frame.bytes()[0]) {
            case TEXT -> Payload.validatedText(content);
            case JSON -> Payload.validatedJson(content);
            case BINARY -> Payload.binary(content);
            default -> throw new IllegalArgumentException("expected a message, got kind byte " + frame.bytes()[0]);
        };
    }
}
