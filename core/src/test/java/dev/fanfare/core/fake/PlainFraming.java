package dev.fanfare.core.fake;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.channel.Payload;
import java.util.Arrays;

/** The simplest framing: one byte for the kind, then the payload. Immutable. */
public final class PlainFraming implements Framing {
    /** The shared instance. */
    public static final PlainFraming PLAIN = new PlainFraming("plain");

    private static final byte PING = 'P';
    private static final byte TEXT = 'T';
    private static final byte JSON = 'J';
    private static final byte BINARY = 'B';

    private final String name;

    /** The same framing with another name, for tests with several frame keys. */
    public PlainFraming(String name) {
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

    /** True for frames of {@link #ping}. */
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
            default -> throw new IllegalArgumentException("not a message: kind byte " + frame.bytes()[0]);
        };
    }
}
