package dev.fanfare.app.security;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/** Where a request comes from, as far as it tells clients apart. */
final class ClientAddress {
    /** One subscriber commonly has a network of this size (RFC 6177). */
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /** The address without its port, of IPv6 the network. */
    static String of(SocketAddress peer) {
        var address = peer instanceof InetSocketAddress socket ? socket.getAddress() : null;
        if (address == null) {
            return peer.toString();
        }
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                : address.getHostAddress();
    }
}
