package dev.fanfare.engine.redis.link;

/**
 * How it stands with one server. Immutable.
 *
 * @param server its name
 * @param ready true when commands are answered and Pub/Sub was seen to deliver
 * @param reason why it is not ready; empty when it is
 * @param interruptions how often it was away since the first time that it was ready
 */
public record LinkState(String server, boolean ready, String reason, long interruptions) {}
