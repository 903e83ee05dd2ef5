package dev.fanfare.transport.netty.accept;

/**
 * Numbers of connections. Immutable.
 *
 * @param open connections that are open now
 * @param refused connections closed so far because of the total limit
 * @param refusedOfAddress connections closed so far because of the limit per address
 */
public record ConnectionCounts(int open, long refused, long refusedOfAddress) {}
