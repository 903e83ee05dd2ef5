package dev.fanfare.core.protocol;

import dev.fanfare.core.channel.Push;
import dev.fanfare.core.transport.Frame;
import org.jspecify.annotations.Nullable;

/** Turns pushes of channels into frames. Immutable, thread-safe; two encoders with equal keys yield equal frames. */
public interface PushEncoder {
    /** Under what the frames are shared. */
    FrameKey key();

    /** The frame for this push; null when the protocol has no words for it. */
    @Nullable
    Frame encode(String channel, Push push);
}
