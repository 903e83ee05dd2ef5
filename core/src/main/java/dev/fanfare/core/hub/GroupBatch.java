package dev.fanfare.core.hub;

import dev.fanfare.core.session.EncodedPush;
import dev.fanfare.core.transport.FrameBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch prepared for the subscribers of one group. Confined to the task that created it.
 *
 * @param deliveries the pushes
 * @param outgoing the encoded pushes; empty for application code
 * @param joined the frames in one buffer; null for application code
 */
record GroupBatch(
        List<Delivery> deliveries,
        List<EncodedPush> outgoing,
        @Nullable FrameBatch joined) implements AutoCloseable {
    @Override
    public void close() {
        if (joined != null) {
            joined.close();
        }
    }
}
