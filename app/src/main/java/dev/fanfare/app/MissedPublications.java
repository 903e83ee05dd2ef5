package dev.fanfare.app;

import java.util.Set;

/**
 * Channels whose publications or events may be lost after an outage of the engine or of a relayed system; see
 * {@link Fanfare#onMissedPublications}. Immutable.
 *
 * @param channels channels with subscribers or event listeners on this node that cannot recover; never empty
 */
public record MissedPublications(Set<String> channels) {
    public MissedPublications {
        channels = Set.copyOf(channels);
    }
}
