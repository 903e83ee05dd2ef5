package dev.fanfare.transport.netty.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.transport.netty.NettySettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Connection limits without sockets. */
class ConnectionGateTest {
    @Test
    void enter_noLimits_onlyCounts() {
        var gate = new ConnectionGate(ConnectionLimits.NONE);
        for (int i = 0; i < 100; i++) {
            enter(gate, "10.0.0.1");
        }
        enter(gate, "10.0.0.1").leave();

        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(100, 100, 0, 0, 0));
    }

    @Test
    void enter_overTheLimit_isRefusedUntilOneLeaves() {
        var gate = new ConnectionGate(new ConnectionLimits(2, 0));

        var first = enter(gate, "10.0.0.1");
        enter(gate, "10.0.0.2");
        assertRefused(gate, "10.0.0.3");
        first.leave();
        enter(gate, "10.0.0.3");
        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(2, 2, 1, 0, 0));
    }

    @Test
    void enter_severalAddresses_areLimitedSeparately() {
        var gate = new ConnectionGate(new ConnectionLimits(0, 1));

        var first = enter(gate, "10.0.0.1");
        assertRefused(gate, "10.0.0.1");
        enter(gate, "10.0.0.2");
        first.leave();
        enter(gate, "10.0.0.1");
        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(2, 2, 0, 1, 0));
    }

    @Test
    void limitOfUnauthenticatedClients_dependsOnTheHeap() {
        assertThat(ConnectionLimits.unauthenticatedOfHeap(256L << 20)).isEqualTo(2_048);
        assertThat(ConnectionLimits.unauthenticatedOfHeap(4L << 30)).isEqualTo(32_768);
        assertThat(ConnectionLimits.unauthenticatedOfHeap(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(NettySettings.DEFAULTS.connections())
                .isEqualTo(new ConnectionLimits(
                        0,
                        0,
                        ConnectionLimits.unauthenticatedOfHeap(
                                Runtime.getRuntime().maxMemory())));
    }

    @Test
    void enter_unauthenticatedClients_areLimitedUntilAuthenticated() {
        var gate = new ConnectionGate(new ConnectionLimits(0, 0, 1));

        var first = enter(gate, "10.0.0.1");
        assertRefused(gate, "10.0.0.2");
        first.authenticate();
        first.authenticate();
        var second = enter(gate, "10.0.0.2");
        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(2, 1, 0, 0, 1));
        first.leave();
        second.leave();
        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(0, 0, 0, 0, 1));
    }

    @Test
    void authenticate_afterTheEnd_isNotCounted() {
        var gate = new ConnectionGate(new ConnectionLimits(0, 0, 1));

        var gone = enter(gate, "10.0.0.1");
        gone.leave();
        gone.authenticate();

        assertThat(gate.counts()).isEqualTo(new ConnectionCounts(0, 0, 0, 0, 0));
    }

    @Test
    void enter_sameIpv6Network_sharesLimit() {
        var gate = new ConnectionGate(new ConnectionLimits(0, 1));

        enter(gate, "2001:db8:0:1::1");
        assertRefused(gate, "2001:db8:0:1:ffff::2");
        enter(gate, "2001:db8:0:2::1");
    }

    @Test
    void limits_negative_throw() {
        assertThatThrownBy(() -> new ConnectionLimits(-1, 0)).hasMessageContaining("-1");
    }

    private static ConnectionTicket enter(ConnectionGate gate, String address) {
        var ticket = gate.enter(peer(address));
        if (ticket == null) {
            throw new AssertionError(address + " was refused");
        }
        return ticket;
    }

    private static void assertRefused(ConnectionGate gate, String address) {
        assertThat(gate.enter(peer(address))).isNull();
    }

    private static InetSocketAddress peer(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 1);
        } catch (UnknownHostException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
