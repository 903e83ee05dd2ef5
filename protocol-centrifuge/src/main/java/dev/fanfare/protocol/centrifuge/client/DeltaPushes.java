package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publications for clients that understand deltas. Immutable. */
record DeltaPushes(Encoding encoding) {
    /** A publication for clients that have none, or not the one before. */
    DataPush whole(Publication publication) {
        return new DataPush(publication, encoding.kept(publication.payload()), false);
    }

    /** A publication for clients that have the other one; whole when that is no longer. */
    DataPush after(Publication publication, Publication before) {
        var delta = encoding.delta(encoding.kept(before.payload()), encoding.kept(publication.payload()));
        return delta == null ? whole(publication) : new DataPush(publication, delta, true);
    }

    /** Publications of which each follows the one before, for clients that have none of them. */
    List<DataPush> chain(List<Publication> publications) {
        var pushes = new ArrayList<DataPush>(publications.size());
        @Nullable Publication before = null;
        for (var publication : publications) {
            pushes.add(before == null ? whole(publication) : after(publication, before));
            before = publication;
        }
        return pushes;
    }
}
