package dev.fanfare.core.session;

import dev.fanfare.model.monitoring.Metrics;

/**
 * The settings and services that the sessions of one event loop share. Immutable.
 *
 * @param settings limits of the sessions
 * @param wheel heartbeats of the loop
 * @param metrics counts drops and disconnects
 */
public record SessionContext(SessionSettings settings, HeartbeatWheel wheel, Metrics metrics) {}
