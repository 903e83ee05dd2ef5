package dev.fanfare.transport.netty.accept;

/**
 * Numbers of connections. Immutable.
 *
 * @param open connections that are open now
 * @param unauthenticated open connections without a WebSocket or stream that the application has accepted
 * @param refused connections closed so far because of the total limit
 * @param refusedOfAddress connections closed so far because of the limit per address
 * @param refusedUnauthenticated connections closed so far because of the limit of unauthenticated clients
 */
public record ConnectionCounts(
        int open, int unauthenticated, long refused, long refusedOfAddress, long refusedUnauthenticated) {}
