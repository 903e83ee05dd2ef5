package dev.fanfare.app.security;

import dev.fanfare.app.Request;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HexFormat;

/** Where a request comes from, as far as it tells clients apart. */
final class ClientAddress {
    /** One subscriber commonly has a network of this size (RFC 6177). */
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    static String of(Request request) {
        if (!(request.remoteAddress() instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return request.remoteAddress().toString();
        }
        var address = socket.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                : address.getHostAddress();
    }
}
