package dev.fanfare.server.proxy;

import static dev.fanfare.server.proxy.ProxiedServer.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The backend that docs/server.md shows, with the configuration that it shows. */
class ExampleBackendTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    /** Longer than the default of 1 s, for machines under load. */
    private static final Map<String, String> PATIENT = Map.of(
            "FANFARE_CLIENT_PROXY_CONNECT_TIMEOUT", "30s",
            "FANFARE_CHANNEL_PROXY_SUBSCRIBE_TIMEOUT", "30s",
            "FANFARE_CHANNEL_PROXY_PUBLISH_TIMEOUT", "30s");

    @Test
    void backendOfThePage_decidesByItsConfiguration() throws IOException {
        var yaml = YAML.matcher(Files.readString(Path.of("../docs/server.md")));
        assertThat(yaml.find()).isTrue();
        var transport = new MemoryTransport();
        try (var backend = new ExampleBackend(0);
                var server = PushServer.create(
                        ServerConfig.LOADER.load(
                                yaml.group(1).replace("localhost:3000", "127.0.0.1:" + backend.port()),
                                PATIENT,
                                Map.of()),
                        transport)) {
            server.listen();
            var stranger = transport.connect(Centrifuge.WEBSOCKET);
            stranger.sendText("{\"id\":1,\"connect\":{}}");
            assertThat(stranger.receiveClose().code()).isEqualTo(4501);

            var ann = transport.connect(Centrifuge.WEBSOCKET, "Cookie: session=7f3a");
            assertThat(ask(ann, "{\"id\":1,\"connect\":{}}")).contains("\"data\":{\"theme\":\"dark\"}");
            assertThat(ask(ann, "{\"id\":2,\"subscribe\":{\"channel\":\"room:2\"}}"))
                    .contains("\"code\":403,\"message\":\"members only\"");
            assertThat(ask(ann, "{\"id\":3,\"subscribe\":{\"channel\":\"room:1\"}}"))
                    .contains("\"subscribe\":{");
            ann.sendText("{\"id\":4,\"publish\":{\"channel\":\"room:1\",\"data\":{\"text\":\"oh damn\"}}}");
            assertThat(ann.receiveText() + ann.receiveText()).contains("\"data\":{\"text\":\"oh ****\"}");
        }
    }
}
