package dev.fanfare.transport.netty.accept;

/**
 * Limits of open connections. Connections above a limit are closed immediately, without a response. Immutable. Start from
 * {@link #DEFAULTS}.
 *
 * @param maxConnections total number; 0 for no limit
 * @param maxPerAddress number per IPv4 address or IPv6 /64 network; 0 for no limit
 * @param maxUnauthenticated number of connections without a WebSocket or stream that the application has accepted; 0 for no limit
 */
public record ConnectionLimits(int maxConnections, int maxPerAddress, int maxUnauthenticated) {
    /** No limits. */
    public static final ConnectionLimits NONE = new ConnectionLimits(0, 0);

    /** A TLS handshake holds less than half of it. */
    private static final int BYTES_PER_HANDSHAKE = 128 * 1024;

    /** A limit of unauthenticated connections for the maximum heap size of this virtual machine, and no other limits. */
    public static final ConnectionLimits DEFAULTS = new ConnectionLimits(
            0, 0, unauthenticatedOfHeap(Runtime.getRuntime().maxMemory()));

    public ConnectionLimits {
        if (maxConnections < 0 || maxPerAddress < 0 || maxUnauthenticated < 0) {
            throw new IllegalArgumentException("connection limits must be at least 0; got maxConnections="
                    + maxConnections + ", maxPerAddress=" + maxPerAddress + ", maxUnauthenticated="
                    + maxUnauthenticated);
        }
    }

    /** Returns the default of {@link #maxUnauthenticated} for a heap size: one connection per 128 KiB. */
    public static int unauthenticatedOfHeap(long heapBytes) {
        return Math.clamp(heapBytes / BYTES_PER_HANDSHAKE, 1, Integer.MAX_VALUE);
    }

    /** Creates limits without one for unauthenticated clients. */
    public ConnectionLimits(int maxConnections, int maxPerAddress) {
        this(maxConnections, maxPerAddress, 0);
    }
}
