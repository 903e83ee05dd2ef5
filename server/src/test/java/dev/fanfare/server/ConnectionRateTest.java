package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.config.ServerConfig;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionRateTest {
    @Test
    void address_aboveItsRate_leavesTheRestToOthers() {
        var rate = rate(Map.of("client.connection-rate-limit", "4", "client.connection-rate-limit-per-address", "2"));

        assertThat(accepted(rate, "10.0.0.1", 10)).isEqualTo(2);
        assertThat(accepted(rate, "10.0.0.2", 1)).isEqualTo(1);
        assertThat(accepted(rate, "10.0.0.3", 10)).isEqualTo(1);
    }

    @Test
    void address_withoutALimit_mayUseTheWholeRate() {
        var rate = rate(Map.of("client.connection-rate-limit", "4"));

        assertThat(accepted(rate, "10.0.0.1", 10)).isEqualTo(4);
    }

    @Test
    void connections_withoutLimits_areAccepted() {
        assertThat(accepted(rate(Map.of()), "10.0.0.1", 10)).isEqualTo(10);
    }

    private static ConnectionRate rate(Map<String, String> flags) {
        return new ConnectionRate(
                ServerConfig.LOADER.load("", Map.of(), flags).client().limits());
    }

    private static long accepted(ConnectionRate rate, String address, int count) {
        var peer = new InetSocketAddress(address, 1);
        return IntStream.range(0, count).filter(i -> rate.accepts(peer, 0)).count();
    }
}
