package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.PublishOptions;
import java.util.Map;

/**
 * A client's publication is allowed. Immutable; begin with {@link #of}.
 *
 * @param data what is published; that of the client, or other data
 * @param tags labels for filters
 * @param options how it is treated; what the channel keeps of it is the channel's
 */
public record PublishGrant(Payload data, Map<String, String> tags, PublishOptions options) {
    public PublishGrant {
        tags = Map.copyOf(tags);
    }

    /** This is published, and nothing else said. */
    public static PublishGrant of(Payload data) {
        return new PublishGrant(data, Map.of(), PublishOptions.NONE);
    }

    /** The same with these tags. */
    public PublishGrant withTags(Map<String, String> others) {
        return new PublishGrant(data, others, options);
    }

    /** The same, treated so. */
    public PublishGrant withOptions(PublishOptions others) {
        return new PublishGrant(data, tags, others);
    }
}
