package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that send nothing and use up the connection limit. */
@Tag("full")
class IdleConnectionsTest {
    private static final int LIMIT = 20;

    @Test
    void idleConnections_doNotBlockHealthAndApi() {
        var internal = freeAddress();
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

    /**
     * The internal port must be known before the server starts. The operating system does not assign ports of this range to other
     * programs meanwhile.
     */
    private static InetSocketAddress freeAddress() {
        var loopback = InetAddress.getLoopbackAddress();
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(30_000, 32_000);
            try (var probe = new ServerSocket(port, 1, loopback)) {
                return new InetSocketAddress(loopback, probe.getLocalPort());
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
    }
}
