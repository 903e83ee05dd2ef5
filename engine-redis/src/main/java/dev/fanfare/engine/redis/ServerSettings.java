package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.monitoring.LogText;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings and state of a primary, as far as the user of the connection may read them. Confined to the link's loop.
 * Values of INFO are used where they exist, because managed Redis services often reject CONFIG. Values contain no control
 * characters.
 */
final class ServerSettings {
    /** The settings that are read with CONFIG. */
    private static final List<String> CONFIGURED =
            List.of("save", "appendfsync", "min-replicas-to-write", "client-output-buffer-limit");

    /** Maps the fields of INFO to the names of settings. */
    private static final Map<String, String> REPORTED = Map.of(
            "maxmemory", "maxmemory",
            "maxmemory_policy", "maxmemory-policy",
            "aof_enabled", "appendonly",
            "connected_slaves", "connected-replicas");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final String ADDRESS = "laddr=";

    private final Map<String, String> values = new HashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private String rejection = "";
    private @Nullable String primary;

    private ServerSettings() {}

    /** Reads the settings. If the server rejects a command, its settings are unknown. Any other failure fails the stage. */
    static CompletionStage<ServerSettings> read(StatefulRedisConnection<String, byte[]> connection) {
        var redis = connection.async();
        var settings = new ServerSettings();
        var reads = new ArrayList<CompletableFuture<?>>();
        reads.add(settings.read(redis.info()).thenAccept(settings::addInfo));
        for (var name : CONFIGURED) {
            reads.add(settings.read(redis.configGet(name).thenApply(found -> found.get(name)))
                    .thenAccept(value -> settings.add(name, value)));
        }
        // Last, so that its rejection does not hide one of a command that reads settings.
        reads.add(settings.read(redis.clientInfo()).thenAccept(settings::setPrimary));
        return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> settings);
    }

    /** Returns the address of the primary, as the primary reports it, or null if it is unknown. */
    @Nullable
    String primary() {
        return primary;
    }

    /** Returns a setting, or null if it is unknown. */
    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /** Returns a number, or a default if it is unknown. */
    long number(String name, long otherwise) {
        var value = values.get(name);
        return value == null || !NUMBER.matcher(value).matches() ? otherwise : Long.parseLong(value);
    }

    /** Returns the names of the settings that could not be read. */
    List<String> unknown() {
        return unknown.stream().sorted().toList();
    }

    /** Returns the first reason for which the server rejected a command. */
    String rejection() {
        return rejection;
    }

    private <T> CompletableFuture<@Nullable T> read(CompletionStage<T> reply) {
        return reply.toCompletableFuture()
                .<@Nullable T>thenApply(Function.identity())
                .exceptionally(failure -> {
                    if (!(FailureCause.of(failure) instanceof RedisCommandExecutionException rejected)) {
                        throw new CompletionException(failure);
                    }
                    if (rejection.isEmpty()) {
                        rejection = String.valueOf(rejected.getMessage());
                    }
                    return null;
                });
    }

    private void setPrimary(@Nullable String client) {
        if (client != null) {
            for (var field : client.split(" ", -1)) {
                if (field.startsWith(ADDRESS)) {
                    primary = LogText.of(field.substring(ADDRESS.length())).toString();
                }
            }
        }
    }

    private void addInfo(@Nullable String info) {
        var fields = new HashMap<String, String>();
        if (info != null) {
            info.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            });
        }
        REPORTED.forEach((field, name) -> add(name, fields.get(field)));
    }

    private void add(String name, @Nullable String value) {
        if (value == null) {
            unknown.add(name);
        } else {
            values.put(name, LogText.of(value).toString());
        }
    }
}
