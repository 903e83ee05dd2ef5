package dev.fanfare.core.node;

import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.session.SessionSettings;

/**
 * The settings of a node's parts. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param recoveryLimit so many publications a returning client may have missed; with more it begins anew
 */
public record NodeSettings(SessionSettings session, HubSettings hub, PresenceSettings presence, int recoveryLimit) {
    /** The defaults of the parts, and 300 publications to recover. */
    public static final NodeSettings DEFAULTS =
            new NodeSettings(SessionSettings.DEFAULTS, HubSettings.DEFAULTS, PresenceSettings.DEFAULTS, 300);

    public NodeSettings {
        if (recoveryLimit < 1) {
            throw new IllegalArgumentException("recoveryLimit is 1 or more, not " + recoveryLimit);
        }
    }

    /** The same settings with other ones for sessions. */
    public NodeSettings withSession(SessionSettings others) {
        return new NodeSettings(others, hub, presence, recoveryLimit);
    }

    /** The same settings with other ones for the fan-out. */
    public NodeSettings withHub(HubSettings others) {
        return new NodeSettings(session, others, presence, recoveryLimit);
    }
}
