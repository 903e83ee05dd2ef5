package dev.fanfare.model.channel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message in a channel. Immutable.
 *
 * @param payload the data and its kind
 * @param position where it stands in the channel's history; null when the channel keeps none
 * @param tags labels for filters; empty for most
 * @param publisher the client that published it; null when a backend did
 * @param excluded id of the client that does not get it, as long as its connection lives; null for none
 */
public record Publication(
        Payload payload,
        @Nullable StreamPosition position,
        Map<String, String> tags,
        @Nullable ClientInfo publisher,
        @Nullable String excluded)
        implements Push {
    public Publication {
        tags = Map.copyOf(tags);
    }

    /** A publication that everybody gets. */
    public Publication(
            Payload payload,
            @Nullable StreamPosition position,
            Map<String, String> tags,
            @Nullable ClientInfo publisher) {
        this(payload, position, tags, publisher, null);
    }

    /** A publication without position, tags and publisher. */
    public static Publication of(Payload payload) {
        return new Publication(payload, null, Map.of(), null);
    }

    /** The same at another place of a history, or of none. */
    public Publication withPosition(@Nullable StreamPosition other) {
        return new Publication(payload, other, tags, publisher, excluded);
    }

    /**
     * The same for all but one client, which may be the one for whom a backend publishes it. Whoever comes back under a new id
     * finds it in the history.
     */
    public Publication without(String client) {
        return new Publication(payload, position, tags, publisher, client);
    }

    /** The same with other tags. */
    public Publication withTags(Map<String, String> others) {
        return new Publication(payload, position, others, publisher, excluded);
    }
}
