package dev.fanfare.app.internal.channel;

import dev.fanfare.app.internal.json.Json;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * Encodes publications as JSON objects with the channel, the position and the data, for WebSockets that resume. JSON data is embedded,
 * text becomes a string, and binary data a string of base64. Immutable.
 */
public final class EnvelopeEncoder implements PositionedEncoder {
    private static final byte[] DATA = ",\"data\":".getBytes(StandardCharsets.US_ASCII);

    private final Framing framing;
    private final FrameKey key;

    public EnvelopeEncoder(Framing framing) {
        this.framing = framing;
        this.key = new FrameKey("raw", "positions", framing.name());
    }

    private record Start(String channel, String position) {}

    private record StartAfterGap(String channel, String position, boolean gap) {}

    @Override
    public FrameKey key() {
        return key;
    }

    @Override
    public Frame publication(String channel, Publication publication) {
        var position = Objects.requireNonNull(publication.position());
        var head = Json.write(new Start(channel, position.text()));
        var data = json(publication.payload());
        var out = new ByteArrayOutputStream(head.length + data.length + DATA.length + 1);
        out.write(head, 0, head.length - 1);
        out.writeBytes(DATA);
        out.writeBytes(data);
        out.write('}');
        return framing.message(Payload.validatedJson(out.toByteArray()));
    }

    @Override
    public Frame start(String channel, StreamPosition position, boolean gap) {
        var start = gap ? new StartAfterGap(channel, position.text(), true) : new Start(channel, position.text());
        return framing.message(Payload.validatedJson(Json.write(start)));
    }

    private static byte[] json(Payload payload) {
        return switch (payload.kind()) {
            case JSON -> payload.bytes();
            case TEXT -> Json.write(payload.text());
            case BINARY -> Json.write(Base64.getEncoder().encodeToString(payload.bytes()));
        };
    }
}
