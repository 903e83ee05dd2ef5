package dev.fanfare.core.limit;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/** The part of a remote address that identifies a client. Stateless. */
public final class ClientAddress {
    /** The size of the network that a subscriber commonly gets (RFC 6177). */
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /** Returns the address without its port; for IPv6, only the network. */
    public static String of(SocketAddress peer) {
        var address = peer instanceof InetSocketAddress socket ? socket.getAddress() : null;
        if (address == null) {
            return peer.toString();
        }
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                : address.getHostAddress();
    }
}
