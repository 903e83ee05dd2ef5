package dev.fanfare.app;

import dev.fanfare.app.event.EventChannels;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be missing after the engine, or the system that a relay stands for, was away: see {@link Fanfare#onMissedPublications}. Immutable.
 *
 * @param channels those with subscribers or listeners for events on this node that nothing will bring what they missed;
 *     never empty
 */
public record MissedPublications(Set<String> channels) {
    public MissedPublications {
        channels = Set.copyOf(channels);
    }

    /** As the node names the channels, among which are those that events travel in. */
    static MissedPublications of(Set<String> names) {
        return new MissedPublications(names.stream().map(EventChannels::plain).collect(Collectors.toUnmodifiableSet()));
    }
}
