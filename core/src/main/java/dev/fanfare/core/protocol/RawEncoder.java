package dev.fanfare.core.protocol;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import org.jspecify.annotations.Nullable;

/** Encodes the raw protocol: a publication is sent as its payload; joins and leaves are not sent. Immutable. */
public final class RawEncoder implements PushEncoder {
    private final Framing framing;
    private final FrameKey key;

    public RawEncoder(Framing framing) {
        this.framing = framing;
        this.key = new FrameKey("raw", "", framing.name());
    }

    @Override
    public FrameKey key() {
        return key;
    }

    @Override
    public boolean joinsTexts() {
        return true;
    }

    @Override
    public @Nullable Frame encode(String channel, Push push) {
        return switch (push) {
            case Publication publication -> framing.message(publication.payload());
            case Join join -> null;
            case Leave leave -> null;
        };
    }
}
