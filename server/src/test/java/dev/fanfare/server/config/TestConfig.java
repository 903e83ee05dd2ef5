package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fanfare.config.ConfigException;
import dev.fanfare.config.ConfigException.Problem;
import java.util.List;
import java.util.Map;

/** Loads configurations. */
final class TestConfig {
    private TestConfig() {}

    static ServerConfig load(String yaml) {
        return ServerConfig.LOADER.load(yaml, Map.of(), Map.of());
    }

    static List<Problem> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> load(yaml)).problems();
    }
}
