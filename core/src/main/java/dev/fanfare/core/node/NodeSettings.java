package dev.fanfare.core.node;

import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.session.SessionSettings;

/**
 * Settings of a node. Immutable. Start with {@link #DEFAULTS}.
 *
 * @param recoveryLimit maximum number of publications that a returning client can recover
 */
public record NodeSettings(SessionSettings session, HubSettings hub, PresenceSettings presence, int recoveryLimit) {
    /** The defaults of the parts, and recovery of up to 300 publications. */
    public static final NodeSettings DEFAULTS =
            new NodeSettings(SessionSettings.DEFAULTS, HubSettings.DEFAULTS, PresenceSettings.DEFAULTS, 300);

    public NodeSettings {
        if (recoveryLimit < 1) {
            throw new IllegalArgumentException("recoveryLimit must be 1 or more, got " + recoveryLimit);
        }
    }

    /** Returns these settings with other settings of sessions. */
    public NodeSettings withSession(SessionSettings others) {
        return new NodeSettings(others, hub, presence, recoveryLimit);
    }

    /** Returns these settings with other settings of the fan-out. */
    public NodeSettings withHub(HubSettings others) {
        return new NodeSettings(session, others, presence, recoveryLimit);
    }

    /** Returns these settings with another recovery limit. */
    public NodeSettings withRecoveryLimit(int publications) {
        return new NodeSettings(session, hub, presence, publications);
    }
}
