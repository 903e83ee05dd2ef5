package dev.fanfare.core.protocol;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Push;
import org.jspecify.annotations.Nullable;

/** Turns pushes of channels into frames. Immutable, thread-safe; two encoders with equal keys yield equal frames. */
public interface PushEncoder {
    /** Under what the frames are shared. */
    FrameKey key();

    /** Which pushes there are frames of at all: receivers with other selections, but one key, share the frames all the same. */
    default PushSelection selection() {
        return PushSelection.ALL;
    }

    /** The frame for this push; null when the protocol has no words for it. */
    @Nullable
    Frame encode(String channel, Push push);
}
