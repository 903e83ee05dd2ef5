package dev.fanfare.app.internal.channel;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/** Encodes publications together with their positions, from which a client continues after a reconnect. Immutable. */
public interface PositionedEncoder extends PushEncoder {
    /** Returns the frame of a publication. */
    Frame publication(String channel, Publication publication);

    /**
     * Returns the frame that follows the missed publications and precedes later ones.
     *
     * @param position the position of the client
     * @param gap true if publications between the client's own position and this one are missing
     */
    Frame start(String channel, StreamPosition position, boolean gap);

    @Override
    default boolean joinsTexts() {
        return true;
    }

    @Override
    default @Nullable Frame encode(String channel, Push push) {
        return switch (push) {
            case Publication publication -> publication(channel, publication);
            case Join join -> null;
            case Leave leave -> null;
        };
    }
}
