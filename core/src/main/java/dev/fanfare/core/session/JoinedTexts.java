package dev.fanfare.core.session;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import java.io.ByteArrayOutputStream;
import java.util.Objects;

/**
 * Consecutive texts of one subscription, which are sent as one publication with the position of the last one. A client that does not
 * receive it recovers all of them; a client that receives it has all of them. Confined to the connection's event loop.
 */
final class JoinedTexts {
    /** The limit of the joined texts. A longer text is sent alone. */
    static final int MAX_BYTES = 64 * 1024;

    private final String channel;
    private final PushEncoder encoder;
    private final ByteArrayOutputStream bytes;
    private Publication last;

    /** Begins with a text of up to {@value #MAX_BYTES} bytes. */
    JoinedTexts(String channel, PushEncoder encoder, Publication first) {
        this.channel = channel;
        this.encoder = encoder;
        this.bytes = new ByteArrayOutputStream(first.payload().size());
        this.last = first;
        add(first);
    }

    /** Returns true if other texts can be joined to this publication. */
    static boolean canBegin(Publication publication) {
        return publication.payload().kind() == Kind.TEXT
                && publication.payload().size() <= MAX_BYTES;
    }

    /** Returns true if the publication is a text with the same tags, and there is room for it. */
    boolean accepts(Publication publication) {
        return publication.payload().kind() == Kind.TEXT
                && bytes.size() + publication.payload().size() <= MAX_BYTES
                && publication.tags().equals(last.tags());
    }

    void add(Publication text) {
        bytes.writeBytes(text.payload().bytes());
        last = text;
    }

    /** Returns the number of bytes of the joined texts. */
    int size() {
        return bytes.size();
    }

    /** Encodes the joined texts. */
    Frame encode() {
        var joined = new Publication(
                Payload.validatedText(bytes.toByteArray()), last.position(), last.tags(), last.publisher());
        return Objects.requireNonNull(encoder.encode(channel, joined), "texts must have a frame");
    }
}
