package dev.fanfare.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    @Test
    void clients_areIpv4AddressesOrIpv6Networks() throws UnknownHostException {
        assertThat(of("192.0.2.1", 1)).isEqualTo(of("192.0.2.1", 2)).isNotEqualTo(of("192.0.2.2", 1));
        assertThat(of("2001:db8:1:2::1", 1))
                .isEqualTo(of("2001:db8:1:2:3:4:5:6", 2))
                .isNotEqualTo(of("2001:db8:1:3::1", 1));
    }

    @Test
    void clients_ofOtherTransports_areTheirAddress() {
        assertThat(ClientAddress.of(UnixDomainSocketAddress.of("/run/a"))).isEqualTo("/run/a");
        assertThat(ClientAddress.of(InetSocketAddress.createUnresolved("a", 1))).contains("a");
    }

    private static String of(String address, int port) throws UnknownHostException {
        return ClientAddress.of(new InetSocketAddress(InetAddress.getByName(address), port));
    }
}
