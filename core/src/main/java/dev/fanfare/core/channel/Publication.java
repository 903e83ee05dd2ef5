package dev.fanfare.core.channel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message in a channel. Immutable.
 *
 * @param payload the data and its kind
 * @param position where it stands in the channel's history; null when the channel keeps none
 * @param tags labels for filters; empty for most
 * @param publisher the client that published it; null when a backend did
 */
public record Publication(
        Payload payload,
        @Nullable StreamPosition position,
        Map<String, String> tags,
        @Nullable ClientInfo publisher) implements Push {
    public Publication {
        tags = Map.copyOf(tags);
    }

    /** A publication without position, tags and publisher. */
    public static Publication of(Payload payload) {
        return new Publication(payload, null, Map.of(), null);
    }

    /** The same with other tags. */
    public Publication withTags(Map<String, String> others) {
        return new Publication(payload, position, others, publisher);
    }
}
