package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.channel.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A publication as one kind of receiver gets it. Immutable.
 *
 * @param publication the whole of it
 * @param quoted whether the client expects its data as text, as those do that negotiated deltas in JSON
 * @param delta what is sent instead of its data, to be applied to the publication before; null to send the data
 */
public record DataPush(
        Publication publication, boolean quoted, @Nullable Payload delta) {
    /** A publication that is sent as it is. */
    public static DataPush of(Publication publication) {
        return new DataPush(publication, false, null);
    }
}
