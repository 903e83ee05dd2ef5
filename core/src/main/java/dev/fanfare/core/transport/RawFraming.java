package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;

/** Messages as their bytes and nothing else: for protocols whose messages say themselves where they end. Immutable. */
public final class RawFraming implements Framing {
    /** The one instance anybody needs. */
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

    /** No bytes at all. */
    @Override
    public Frame ping() {
        return PING;
    }
}
