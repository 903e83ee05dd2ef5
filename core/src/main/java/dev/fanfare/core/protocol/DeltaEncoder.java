package dev.fanfare.core.protocol;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Publication;

/**
 * An encoder for receivers that accept the difference to the previous publication. The hub tracks the publication that
 * each receiver got last. Immutable.
 */
public interface DeltaEncoder extends PushEncoder {
    /**
     * Returns the frame for receivers whose last publication was {@code before}; {@link #encode} serves receivers
     * without one.
     */
    Frame encode(String channel, Publication publication, Publication before);
}
