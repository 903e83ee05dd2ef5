package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.RawHttp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that send nothing and use up the connection limit. */
@Tag("full")
class IdleConnectionsTest {
    private static final int LIMIT = 20;

    @Test
    void idleConnections_doNotBlockHealthAndApi() {
        AbuseBench.serve("idle-connections", ServerYaml.of("connection-limit: " + LIMIT))
                .withstands(attacker -> {
                    for (int i = 0; i < 2 * LIMIT; i++) {
                        attacker.connect();
                    }
                    assertThat(RawHttp.exchange(attacker.address(), "GET /health")
                                    .status())
                            .isEqualTo(200);
                    PushApi.publish(attacker.address(), "news:one", "{}");
                });
    }
}
