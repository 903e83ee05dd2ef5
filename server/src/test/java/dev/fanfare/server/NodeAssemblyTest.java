package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.transport.netty.websocket.MessageLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings of the transport that a configuration results in. */
class NodeAssemblyTest {
    private static MessageLimits limits(String yaml) {
        var config = ServerConfig.LOADER.load(yaml, Map.of(), Map.of());
        return new NodeAssembly(config)
                .app(Metrics.NONE)
                .transport()
                .webSocket()
                .limits();
    }

    @Test
    void messageTimeout_isThatOfTheConfiguration() {
        assertThat(limits("").messageTimeout()).isEqualTo(MessageLimits.DEFAULTS.messageTimeout());
        assertThat(limits("websocket: {message-timeout: 12s}").messageTimeout()).isEqualTo(Duration.ofSeconds(12));
    }
}
