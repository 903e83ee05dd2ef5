package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.QuietPorts;
import dev.fanfare.testkit.client.RawHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that send nothing and use up the connection limit. */
@Tag("full")
class IdleConnectionsTest {
    private static final int LIMIT = 20;

    @Test
    void idleConnections_doNotBlockHealthAndApi() {
        var internal = new InetSocketAddress(InetAddress.getLoopbackAddress(), QuietPorts.next());
        var yaml = ServerYaml.of("connection-limit: " + LIMIT)
                .replace("  port: 0\n", "  port: 0\n  internal-port: " + internal.getPort() + "\n");
        AbuseBench.serve("idle-connections", yaml)
                .after(attacker -> requireAnswers(internal)) // the first requests load classes
                .withstands(attacker -> {
                    for (int i = 0; i < LIMIT; i++) {
                        attacker.connect();
                    }
                    requireAnswers(internal);
                    attacker.deadline().await();
                });
    }

    private static void requireAnswers(InetSocketAddress internal) {
        assertThat(RawHttp.exchange(internal, "GET /health").status()).isEqualTo(200);
        PushApi.publish(internal, "news:one", "{}");
    }
}
