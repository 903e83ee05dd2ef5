package dev.fanfare.model.channel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message in a channel. Immutable.
 *
 * @param payload the data and its kind
 * @param position position in the channel's history; null if the channel keeps none
 * @param tags labels for filters; usually empty
 * @param publisher the client that published it; null if a backend published it
 * @param excluded id of the client that does not receive it over its current connection; null for none
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

    /** Creates a publication for all subscribers. */
    public Publication(
            Payload payload,
            @Nullable StreamPosition position,
            Map<String, String> tags,
            @Nullable ClientInfo publisher) {
        this(payload, position, tags, publisher, null);
    }

    /** Creates a publication without position, tags and publisher. */
    public static Publication of(Payload payload) {
        return new Publication(payload, null, Map.of(), null);
    }

    /** Returns this publication with another position; null for none. */
    public Publication withPosition(@Nullable StreamPosition other) {
        return new Publication(payload, other, tags, publisher, excluded);
    }

    /**
     * Returns this publication with one excluded client, typically the client on whose behalf a backend publishes it.
     * After a reconnect under a new id, the client finds the publication in the history.
     */
    public Publication without(String client) {
        return new Publication(payload, position, tags, publisher, client);
    }

    /** Returns this publication with other tags. */
    public Publication withTags(Map<String, String> others) {
        return new Publication(payload, position, others, publisher, excluded);
    }
}
