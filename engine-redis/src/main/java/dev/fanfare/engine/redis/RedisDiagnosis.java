package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.link.ServerAddress;
import dev.fanfare.engine.redis.link.ServerCheck;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.monitoring.LogText;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The state of one Redis server, for a check before a start. Immutable.
 *
 * @param server address of the server, without passwords
 * @param failure why it does not answer; empty if it does
 * @param version its version; empty if it is unknown
 * @param primary whether it is a primary; nodes publish at primaries only
 * @param clockDifference its clock minus the clock of this machine
 * @param risks settings that can cause losses, each with its fix
 * @param unknown settings that the user of the connection may not read
 */
public record RedisDiagnosis(
        String server,
        String failure,
        String version,
        boolean primary,
        Duration clockDifference,
        List<String> risks,
        List<String> unknown) {
    /** Examines the server at a URL. Blocks, limited by the timeouts of the default settings. */
    public static RedisDiagnosis of(String url) {
        var address = new ServerAddress(url);
        try {
            return ServerCheck.inspect(address, LinkSettings.DEFAULTS, connection -> read(address.name(), connection));
        } catch (EngineException failure) {
            var reason = LogText.of(String.valueOf(failure.getMessage())).toString();
            return new RedisDiagnosis(address.name(), reason, "", false, Duration.ZERO, List.of(), List.of());
        }
    }

    private static CompletionStage<RedisDiagnosis> read(
            String server, StatefulRedisConnection<String, byte[]> connection) {
        var redis = connection.async();
        return ServerSettings.read(connection)
                .thenCombine(
                        redis.info("server"),
                        (settings, info) -> new Reading(settings, field(info, "redis_version"), ""))
                .thenCombine(
                        redis.info("replication"),
                        (reading, info) -> new Reading(reading.settings, reading.version, field(info, "role")))
                .thenCompose(reading -> {
                    long before = System.currentTimeMillis();
                    return redis.time().thenApply(time -> diagnosis(server, reading, clock(time, before)));
                });
    }

    private record Reading(ServerSettings settings, String version, String role) {}

    private static RedisDiagnosis diagnosis(String server, Reading reading, Duration clockDifference) {
        return new RedisDiagnosis(
                server,
                "",
                reading.version,
                !reading.role.equals("slave"),
                clockDifference,
                SettingsRisk.of(reading.settings).stream()
                        .map(risk -> risk.setting() + ": " + risk.effect())
                        .toList(),
                reading.settings.unknown());
    }

    /** The difference to the middle of the time in which the reply arrived. */
    private static Duration clock(List<byte[]> time, long before) {
        long after = System.currentTimeMillis();
        long seconds = Long.parseLong(new String(time.getFirst(), StandardCharsets.US_ASCII));
        long micros = Long.parseLong(new String(time.getLast(), StandardCharsets.US_ASCII));
        return Duration.ofMillis(seconds * 1000 + micros / 1000 - (before + after) / 2);
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line ->
                        LogText.of(line.substring(name.length() + 1).strip()).toString())
                .findFirst()
                .orElse("");
    }
}
