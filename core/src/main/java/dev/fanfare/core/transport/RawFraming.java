package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;

/** Sends messages without framing, for protocols whose messages are self-delimiting. Immutable. */
public final class RawFraming implements Framing {
    /** The only instance. */
    public static final RawFraming FRAMING = new RawFraming();

    private static final Frame PING = Frame.of(new byte[0]);

    private RawFraming() {}

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public Frame message(Payload payload) {
        return Frame.of(payload.bytes());
    }

    /** Returns an empty frame. */
    @Override
    public Frame ping() {
        return PING;
    }
}
