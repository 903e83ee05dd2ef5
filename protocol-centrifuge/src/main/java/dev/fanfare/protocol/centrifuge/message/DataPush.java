package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication as one kind of client receives it. Immutable.
 *
 * @param publication the complete publication
 * @param instead replaces the data of the publication; null to send the data itself
 * @param delta whether {@code instead} is a delta to the data of the previous publication
 */
public record DataPush(Publication publication, @Nullable Payload instead, boolean delta) {
    /** Limits the work for the deltas of one reply. */
    static final int MAX_CHAIN_BYTES = 128 * 1024;

    /** A publication for clients without deltas. */
    public static DataPush of(Publication publication) {
        return new DataPush(publication, null, false);
    }

    /** Publications for clients without deltas. */
    public static List<DataPush> allOf(List<Publication> publications) {
        return publications.stream().map(DataPush::of).toList();
    }

    /** A complete publication for clients with deltas. */
    public static DataPush full(Encoding encoding, Publication publication) {
        return new DataPush(publication, encoding.deltaBase(publication.payload()), false);
    }

    /** A publication for clients that have received {@code before}; complete if the delta would not be smaller. */
    public static DataPush after(Encoding encoding, Publication before, Publication publication) {
        var full = encoding.deltaBase(publication.payload());
        var delta = encoding.delta(encoding.deltaBase(before.payload()), full);
        return new DataPush(publication, delta == null ? full : delta, delta != null);
    }

    /**
     * Consecutive publications for clients with deltas: the first one is complete, and so are those after {@link
     * #MAX_CHAIN_BYTES} of data.
     */
    public static List<DataPush> chain(Encoding encoding, List<Publication> publications) {
        var pushes = new ArrayList<DataPush>(publications.size());
        @Nullable Publication before = null;
        long bytes = 0;
        for (var publication : publications) {
            bytes += publication.payload().size();
            pushes.add(
                    before == null || bytes > MAX_CHAIN_BYTES
                            ? full(encoding, publication)
                            : after(encoding, before, publication));
            before = publication;
        }
        return pushes;
    }

    /** The data to send. */
    public Payload data() {
        return instead == null ? publication.payload() : instead;
    }
}
