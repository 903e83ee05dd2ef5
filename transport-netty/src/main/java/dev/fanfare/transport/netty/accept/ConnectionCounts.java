package dev.fanfare.transport.netty.accept;

/**
 * What was counted of connections. Immutable.
 *
 * @param open those that are open now
 * @param refused those closed at once so far, because there were as many as there may be
 * @param refusedOfAddress those closed at once so far, because there were as many of their address as there may be
 */
public record ConnectionCounts(int open, long refused, long refusedOfAddress) {}
