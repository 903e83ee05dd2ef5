package dev.fanfare.spring;

import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.security.AllowedOrigins;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code fanfare.*}. Immutable. An unknown property is an error. A limit that is null has the default of
 * {@link FanfareSettings}.
 *
 * @param enabled false to disable the auto-configuration
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free port
 * @param allowedOrigins further origins whose pages may connect; see {@link FanfareSettings#allowedOrigins}
 * @param allowOwnPort whether pages from the port of this application's web server may connect
 * @param engine the engine
 * @param drain the time over which clients are disconnected in a graceful shutdown
 * @param redis the Redis engine
 * @param security the authentication of clients by Spring Security
 * @param limits limits of resources that clients use
 * @param ping the heartbeat of WebSockets
 */
@ConfigurationProperties(prefix = "fanfare", ignoreUnknownFields = false)
public record FanfareProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("8001") int port,
        @DefaultValue Set<String> allowedOrigins,
        @DefaultValue("true") boolean allowOwnPort,
        @DefaultValue("auto") EngineChoice engine,
        @DefaultValue("2s") Duration drain,
        @DefaultValue RedisOptions redis,
        @DefaultValue SecurityOptions security,
        @DefaultValue LimitOptions limits,
        @DefaultValue PingOptions ping) {
    private static final int MAX_PORT = 65_535;

    /**
     * The properties {@code fanfare.redis.*}; the servers are those of {@code spring.data.redis.*}.
     *
     * @param prefix the prefix of all keys
     */
    public record RedisOptions(@DefaultValue("fanfare") String prefix) {}

    /**
     * The properties {@code fanfare.security.*}, which apply if Spring Security is on the class path.
     *
     * @param enabled whether the user of Spring Security is the principal of a client
     * @param required whether a client without a user is answered with 401
     * @param tokenParameter the query parameter of a bearer token, for browsers; null to accept the Authorization header only
     */
    public record SecurityOptions(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("true") boolean required,
            @Nullable String tokenParameter) {}

    /**
     * The properties {@code fanfare.limits.*}.
     *
     * @param maxConnections open connections; 0 for no limit
     * @param maxConnectionsPerAddress open connections per client address; 0 for no limit
     * @param maxMessageSize size of a WebSocket message from a client
     * @param maxBodySize size of a request body
     * @param maxOutboxSize unsent bytes per client
     * @param maxSubscriptions subscriptions per client
     * @param recovery publications that a returning client can recover
     */
    public record LimitOptions(
            @DefaultValue("0") int maxConnections,
            @DefaultValue("0") int maxConnectionsPerAddress,
            @Nullable DataSize maxMessageSize,
            @Nullable DataSize maxBodySize,
            @Nullable DataSize maxOutboxSize,
            @Nullable Integer maxSubscriptions,
            @Nullable Integer recovery) {}

    /**
     * The properties {@code fanfare.ping.*}.
     *
     * @param interval the time between pings; zero for none
     * @param timeout the time for the answer, shorter than the interval
     */
    public record PingOptions(
            @DefaultValue("25s") Duration interval,
            @DefaultValue("10s") Duration timeout) {}

    /**
     * Returns the settings of the application.
     *
     * @throws InvalidConfigurationPropertyValueException if a value is invalid; names the property, the value and its place in the file
     */
    public FanfareSettings settings() {
        require(port >= 0 && port <= MAX_PORT, "port", port, "must be between 0 (any free port) and " + MAX_PORT);
        require(!drain.isNegative(), "drain", drain, "must not be negative");
        var settings = FanfareSettings.DEFAULTS;
        for (var origin : allowedOrigins) {
            with(settings, "allowed-origins", origin, (unchanged, one) -> {
                AllowedOrigins.of(one);
                return unchanged;
            });
        }
        settings = settings.withAllowedOrigins(allowedOrigins);
        settings = with(
                settings,
                "limits.max-connections",
                limits.maxConnections,
                (given, most) -> given.withMaxConnections(most, 0));
        settings = with(
                settings,
                "limits.max-connections-per-address",
                limits.maxConnectionsPerAddress,
                (given, most) -> given.withMaxConnections(limits.maxConnections, most));
        settings = with(
                settings,
                "limits.max-message-size",
                limits.maxMessageSize,
                (given, size) -> given.withMaxMessageBytes(bytes(size)));
        settings = with(
                settings,
                "limits.max-body-size",
                limits.maxBodySize,
                (given, size) -> given.withMaxBodyBytes(bytes(size)));
        settings = with(
                settings,
                "limits.max-outbox-size",
                limits.maxOutboxSize,
                (given, size) -> given.withOutboxMaxBytes(bytes(size)));
        settings = with(
                settings, "limits.max-subscriptions", limits.maxSubscriptions, FanfareSettings::withMaxSubscriptions);
        settings = with(settings, "limits.recovery", limits.recovery, FanfareSettings::withRecoveryLimit);
        return with(
                settings, "ping.interval", ping.interval, (given, interval) -> given.withPing(interval, ping.timeout));
    }

    private static int bytes(DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be less than 2 GB");
        }
        return Math.toIntExact(size.toBytes());
    }

    private static <T> FanfareSettings with(
            FanfareSettings settings,
            String name,
            @Nullable T value,
            BiFunction<FanfareSettings, T, FanfareSettings> change) {
        if (value == null) {
            return settings;
        }
        try {
            return change.apply(settings, value);
        } catch (IllegalArgumentException invalid) {
            throw new InvalidConfigurationPropertyValueException("fanfare." + name, value, invalid.getMessage());
        }
    }

    private static void require(boolean valid, String name, Object value, String rule) {
        if (!valid) {
            throw new InvalidConfigurationPropertyValueException("fanfare." + name, value, rule);
        }
    }
}
