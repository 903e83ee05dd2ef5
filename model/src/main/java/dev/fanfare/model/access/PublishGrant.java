package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.PublishOptions;
import java.util.Map;

/**
 * Permission to publish, and the publication. Immutable; start from {@link #of}.
 *
 * @param data to publish; may differ from what the client sent
 * @param tags of the publication
 * @param options of the publication; the history settings are the channel's
 */
public record PublishGrant(Payload data, Map<String, String> tags, PublishOptions options) {
    public PublishGrant {
        tags = Map.copyOf(tags);
    }

    /** Publishes the data without tags or options. */
    public static PublishGrant of(Payload data) {
        return new PublishGrant(data, Map.of(), PublishOptions.NONE);
    }

    /** Returns a copy with these tags. */
    public PublishGrant withTags(Map<String, String> others) {
        return new PublishGrant(data, others, options);
    }

    /** Returns a copy with these options. */
    public PublishGrant withOptions(PublishOptions others) {
        return new PublishGrant(data, tags, others);
    }
}
