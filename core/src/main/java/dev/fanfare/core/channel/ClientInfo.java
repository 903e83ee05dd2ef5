package dev.fanfare.core.channel;

/**
 * Who a client is, as others in the channel may know it. Immutable.
 *
 * @param client id of the session, unique across nodes
 * @param user id of the user; empty for an anonymous one
 */
public record ClientInfo(String client, String user) {}
