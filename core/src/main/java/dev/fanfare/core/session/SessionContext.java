package dev.fanfare.core.session;

import dev.fanfare.model.monitoring.Metrics;

/**
 * What the sessions of one event loop get from their node. Immutable, and shared by all of them.
 *
 * @param settings their limits
 * @param wheel the heartbeats of the loop
 * @param metrics where drops and disconnects are counted
 */
public record SessionContext(SessionSettings settings, HeartbeatWheel wheel, Metrics metrics) {}
