package dev.fanfare.transport.netty.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Connection limits without sockets. */
class ConnectionGateTest {
    @Test
    void enter_noLimits_onlyCounts() throws UnknownHostException {
        var gate = new ConnectionGate(ConnectionLimits.NONE);
        for (int i = 0; i < 100; i++) {
            assertThat(gate.enter(peer("10.0.0.1", i))).isTrue();
        }
        gate.leave(peer("10.0.0.1", 7));

        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(99, 0, 0));
    }

    @Test
    void enter_overTheLimit_isRefusedUntilOneLeaves() throws UnknownHostException {
        var gate = new ConnectionGate(new ConnectionLimits(2, 0));

        assertThat(gate.enter(peer("10.0.0.1", 1))).isTrue();
        assertThat(gate.enter(peer("10.0.0.2", 1))).isTrue();
        assertThat(gate.enter(peer("10.0.0.3", 1))).isFalse();
        gate.leave(peer("10.0.0.1", 1));
        assertThat(gate.enter(peer("10.0.0.3", 1))).isTrue();
        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(2, 1, 0));
    }

    @Test
    void enter_severalAddresses_areLimitedSeparately() throws UnknownHostException {
        var gate = new ConnectionGate(new ConnectionLimits(0, 1));

        assertThat(gate.enter(peer("10.0.0.1", 1))).isTrue();
        assertThat(gate.enter(peer("10.0.0.1", 2))).isFalse();
        assertThat(gate.enter(peer("10.0.0.2", 1))).isTrue();
        gate.leave(peer("10.0.0.1", 1));
        assertThat(gate.enter(peer("10.0.0.1", 3))).isTrue();
        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(2, 0, 1));
    }

    @Test
    void enter_sameIpv6Network_sharesLimit() throws UnknownHostException {
        var gate = new ConnectionGate(new ConnectionLimits(0, 1));

        assertThat(gate.enter(peer("2001:db8:0:1::1", 1))).isTrue();
        assertThat(gate.enter(peer("2001:db8:0:1:ffff::2", 1))).isFalse();
        assertThat(gate.enter(peer("2001:db8:0:2::1", 1))).isTrue();
    }

    @Test
    void limits_negative_throw() {
        assertThatThrownBy(() -> new ConnectionLimits(-1, 0)).hasMessageContaining("-1");
    }

    private static InetSocketAddress peer(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
