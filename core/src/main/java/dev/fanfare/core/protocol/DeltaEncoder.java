package dev.fanfare.core.protocol;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Publication;

/**
 * An encoder for receivers that keep the last publication, and can be sent what is different in the next one. The hub knows
 * which publication each of them got last. Immutable, thread-safe.
 */
public interface DeltaEncoder extends PushEncoder {
    /** The frame for receivers that got the other publication last; {@link #encode} is for those that got none. */
    Frame encode(String channel, Publication publication, Publication before);
}
