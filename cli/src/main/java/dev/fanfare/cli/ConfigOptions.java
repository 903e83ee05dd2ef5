package dev.fanfare.cli;

import dev.fanfare.server.config.ConfigLoader;
import dev.fanfare.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a configuration comes from: a file, variables of the environment, flags. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML. Default: all defaults.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, such as client.ping-interval=10s; goes before file and environment.")
    private Map<String, String> set = new LinkedHashMap<>();

    /**
     * The configuration.
     *
     * @throws dev.fanfare.config.ConfigException with all that is wrong
     */
    ServerConfig load() {
        return load(Map.of());
    }

    /** The configuration with these flags beside those of {@code --set}, which go before them. */
    ServerConfig load(Map<String, String> flags) {
        var all = new LinkedHashMap<>(flags);
        all.putAll(set);
        return file == null
                ? ConfigLoader.load("", System.getenv(), all)
                : ConfigLoader.load(file, System.getenv(), all);
    }
}
