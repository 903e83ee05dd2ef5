package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fanfare.config.ConfigException;
import dev.fanfare.config.Problem;
import java.util.List;
import java.util.Map;

/** Loads texts, and tells what is wrong with them. */
final class Load {
    private Load() {}

    static ServerConfig yaml(String yaml) {
        return ConfigLoader.load(yaml, Map.of(), Map.of());
    }

    static List<Problem> problems(String yaml) {
        return problems(yaml, Map.of(), Map.of());
    }

    static List<Problem> problems(String yaml, Map<String, String> environment, Map<String, String> flags) {
        return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(yaml, environment, flags))
                .problems();
    }

    static List<String> messages(String yaml) {
        return problems(yaml).stream().map(Problem::toString).toList();
    }
}
