package dev.fanfare.core.node;

import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.session.SessionSettings;

/** The settings of a node's parts. Immutable. */
public record NodeSettings(SessionSettings session, HubSettings hub) {
    public static final NodeSettings DEFAULTS = new NodeSettings(SessionSettings.DEFAULTS, HubSettings.DEFAULTS);
}
