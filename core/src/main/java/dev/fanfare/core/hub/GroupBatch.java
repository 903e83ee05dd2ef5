package dev.fanfare.core.hub;

import dev.fanfare.core.session.EncodedPush;
import dev.fanfare.core.transport.FrameBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every subscriber of one group gets in one round. Confined to the task that made it.
 *
 * @param deliveries the pushes
 * @param outgoing the same, encoded for the group's receivers; empty for application code
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
