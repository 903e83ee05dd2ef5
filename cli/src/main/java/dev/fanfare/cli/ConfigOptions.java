package dev.fanfare.cli;

import dev.fanfare.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a configuration: a file, environment variables and flags. */
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file in YAML. Default: none; all options have their defaults.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Sets an option, for example client.ping-interval=10s. Overrides the file and the environment. Repeatable.")
    private Map<String, String> set = new LinkedHashMap<>();

    /** Sets an option without picocli, as {@link ServeCommand#plain} describes. */
    boolean accept(String option, String value) {
        int equals = value.indexOf('=');
        if (option.equals("--config") && file == null) {
            file = Path.of(value);
            return true;
        }
        if (option.equals("--set") && equals > 0) {
            set.put(value.substring(0, equals), value.substring(equals + 1));
            return true;
        }
        return false;
    }

    /**
     * Loads the configuration.
     *
     * @throws dev.fanfare.config.ConfigException if it is invalid
     */
    ServerConfig load() {
        return load(Map.of());
    }

    /** Loads the configuration with additional flags; {@code --set} overrides them. */
    ServerConfig load(Map<String, String> flags) {
        var all = new LinkedHashMap<>(flags);
        all.putAll(set);
        return file == null
                ? ServerConfig.LOADER.load("", System.getenv(), all)
                : ServerConfig.LOADER.load(file, System.getenv(), all);
    }
}
