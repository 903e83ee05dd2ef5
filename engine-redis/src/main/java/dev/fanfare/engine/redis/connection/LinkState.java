package dev.fanfare.engine.redis.connection;

/**
 * Connection state of one Redis server. Immutable.
 *
 * @param server its name
 * @param ready true if commands are answered and Pub/Sub delivers
 * @param reason why it is not ready; empty if it is
 * @param interruptions number of interruptions since it was first ready
 */
public record LinkState(String server, boolean ready, String reason, long interruptions) {}
