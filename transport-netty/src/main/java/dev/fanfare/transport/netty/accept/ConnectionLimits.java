package dev.fanfare.transport.netty.accept;

/**
 * How many connections may be open at a time; one more is closed as soon as it is accepted, without a word. Immutable; begin
 * with {@link #NONE}.
 *
 * @param maxConnections all of them; 0 for no limit
 * @param maxPerAddress those of one client's address, or of one /64 network of IPv6; 0 for no limit
 */
public record ConnectionLimits(int maxConnections, int maxPerAddress) {
    /** As many as the system bears. */
    public static final ConnectionLimits NONE = new ConnectionLimits(0, 0);

    public ConnectionLimits {
        if (maxConnections < 0 || maxPerAddress < 0) {
            throw new IllegalArgumentException("limits are 0 or positive, not maxConnections=" + maxConnections
                    + ", maxPerAddress=" + maxPerAddress);
        }
    }
}
