package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A publication as one kind of receiver gets it. Immutable.
 *
 * @param publication the whole of it
 * @param instead what is sent instead of its data; null to send the data
 * @param delta whether that is to be applied to the data of the publication before
 */
public record DataPush(Publication publication, @Nullable Payload instead, boolean delta) {
    /** A publication that is sent as it is. */
    public static DataPush of(Publication publication) {
        return new DataPush(publication, null, false);
    }

    /** What is sent as its data. */
    public Payload data() {
        return instead == null ? publication.payload() : instead;
    }
}
