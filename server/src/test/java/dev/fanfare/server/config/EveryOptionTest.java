package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.config.ConfigException;
import dev.fanfare.server.PushServer;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server starts with every configuration that is valid. */
@Tag("full")
class EveryOptionTest {
    private static final Pattern ROW = Pattern.compile("\\| `([-a-z.]+)` \\| (integer|duration|size|rate)[^|]*\\|.*");
    private static final Map<String, List<String>> EXTREMES = Map.of(
            "integer", List.of("0", "1", "2147483647"),
            "duration", List.of("0", "1ms", "1s", "24h", "876000h", "999999999h"),
            "size", List.of("0", "1", "1KiB", "1GiB", "999999999999GiB"),
            "rate", List.of("1/1ms", "999999999/1ms", "1/876000h"));

    @Test
    void everyAcceptedExtreme_startsAServer() {
        var rows = ServerConfig.LOADER
                .reference()
                .lines()
                .map(ROW::matcher)
                .filter(row -> row.matches() && !row.group(1).matches("http-server\\.(internal-)?port"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(40);
        for (var row : rows) {
            Objects.requireNonNull(EXTREMES.get(row.group(2))).forEach(value -> startIfValid(row.group(1), value));
        }
    }

    private static void startIfValid(String key, String value) {
        ServerConfig config;
        try {
            config = ServerConfig.LOADER.load("", Map.of(), Map.of(key, value));
        } catch (ConfigException rejected) {
            return;
        }
        try (var server = PushServer.create(config, new MemoryTransport())) {
            server.listen();
        } catch (RuntimeException failure) {
            fail("the configuration " + key + "=" + value + " is valid, but the server does not start", failure);
        }
    }
}
