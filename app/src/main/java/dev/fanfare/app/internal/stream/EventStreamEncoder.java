package dev.fanfare.app.internal.stream;

import dev.fanfare.app.internal.channel.PositionedEncoder;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.Objects;

/** Encodes publications as server-sent events whose ids are stream positions. Immutable. */
final class EventStreamEncoder implements PositionedEncoder {
    static final EventStreamEncoder INSTANCE = new EventStreamEncoder();

    private static final ServerSentEvents FRAMING = ServerSentEvents.FRAMING;
    private static final FrameKey KEY = new FrameKey("raw", "positions", FRAMING.name());
    private static final Payload GAP = Payload.text("publications were missed: load the state anew");

    private EventStreamEncoder() {}

    @Override
    public FrameKey key() {
        return KEY;
    }

    @Override
    public Frame publication(String channel, Publication publication) {
        var position = Objects.requireNonNull(publication.position());
        return FRAMING.event(position.text(), null, publication.payload());
    }

    @Override
    public Frame start(String channel, StreamPosition position, boolean gap) {
        return gap ? FRAMING.event(position.text(), "gap", GAP) : FRAMING.lastEventId(position.text());
    }
}
