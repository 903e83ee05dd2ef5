package dev.fanfare.core.protocol;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Push;
import org.jspecify.annotations.Nullable;

/** Encodes the pushes of channels into frames. Immutable. Encoders with equal keys produce equal frames. */
public interface PushEncoder {
    /** Returns the key under which frames are shared. */
    FrameKey key();

    /**
     * Returns the selection of pushes that receivers get. Receivers with equal keys share frames even if their
     * selections differ.
     */
    default PushSelection selection() {
        return PushSelection.ALL;
    }

    /** Returns true if receivers accept consecutive texts as one publication, which has the position of the last one. */
    default boolean joinsTexts() {
        return false;
    }

    /** Returns the frame for a push; null if the protocol has no message for it. */
    @Nullable
    Frame encode(String channel, Push push);
}
