package dev.fanfare.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fanfare.config.ConfigException.Problem;
import dev.fanfare.config.value.ByteSize;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Frequency;
import dev.fanfare.config.value.RedisAddress;
import dev.fanfare.config.value.Regex;
import dev.fanfare.config.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A configuration with every kind of option. */
record SampleConfig(
        @Option(value = "Log level.", defaults = "info", reloadable = true)
        Level logLevel,

        @Option("Server.") Server server,

        @Option(value = "Clients.", reloadable = true) Client client,

        @Option("Groups.") List<Named> groups,

        @Option("Addresses.") List<RedisAddress> address)
        implements Checked {
    static final ConfigLoader<SampleConfig> LOADER = new ConfigLoader<>(SampleConfig.class);

    /** An enum. */
    enum Level {
        NONE,
        INFO,
        DEBUG_ALL
    }

    /** A group. */
    record Server(
            @Option(value = "Port.", defaults = "8000", max = "65535")
            int port,

            @Option("Key.") Secret key,

            @Option("Endpoint.") EndpointUrl endpoint,

            @Option("Whether it is on.") boolean enabled,

            @Option("Headers.") Map<String, Secret> headers) {}

    /** A group with an inline group. */
    record Client(
            @Option(inline = true) Timing timing,

            @Option(value = "Size.", defaults = "1MiB", min = "1KiB")
            ByteSize maxSize,

            @Option(value = "Origins.", defaults = "https://a.example,https://b.example")
            List<String> origins,

            @Option("Issuer.") String issuer,

            @Option("Rate.") Frequency rate) {}

    /** An inline group. */
    record Timing(
            @Option(value = "Ping interval.", defaults = "25s", min = "1s", max = "24h")
            Duration pingInterval,

            @Option("Pong timeout.") Duration pongTimeout)
            implements Checked {
        @Override
        public void check(Checks checks) {
            checks.require(
                    pongTimeout.compareTo(pingInterval) < 0,
                    "must be less than ping-interval",
                    "pong-timeout",
                    "ping-interval");
        }
    }

    /** The items of a list. */
    record Named(
            @Option("Name.") String name,

            @Option("Pattern.") Regex pattern,

            @Option(value = "Limit.", min = "1", defaults = "1")
            long limit)
            implements Checked {
        @Override
        public void check(Checks checks) {
            checks.require(!name.isEmpty(), "must not be empty", "name");
        }
    }

    @Override
    public void check(Checks checks) {
        checks.require(groups.size() < 3, "must have at most two items", "groups[2].name");
    }

    static SampleConfig load(String yaml) {
        return LOADER.load(yaml, Map.of(), Map.of());
    }

    static List<Problem> problems(String yaml) {
        return problems(yaml, Map.of(), Map.of());
    }

    static List<Problem> problems(String yaml, Map<String, String> environment, Map<String, String> flags) {
        return catchThrowableOfType(ConfigException.class, () -> LOADER.load(yaml, environment, flags))
                .problems();
    }

    static List<String> messages(String yaml) {
        return problems(yaml).stream().map(Problem::toString).toList();
    }
}
