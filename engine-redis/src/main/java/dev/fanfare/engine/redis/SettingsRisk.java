package dev.fanfare.engine.redis;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a Redis server that can cause losses. Immutable.
 *
 * @param event name of the event in the log
 * @param setting the setting and its value
 * @param effect the effect and the fix
 */
record SettingsRisk(String event, String setting, String effect) {
    private static final Map<String, String> SYNC_EFFECTS = Map.of(
            "everysec",
            "a crash loses up to 2 s of acknowledged publications; set appendfsync always if this is not acceptable",
            "no",
            "a crash of the machine loses about 30 s of acknowledged publications; set appendfsync everysec or always");

    /** The hard limit, the soft limit and its seconds. */
    private static final Pattern PUB_SUB = Pattern.compile("pubsub (\\d{1,18}) (\\d{1,18}) \\d+");

    private static final long DEFAULT_HARD_LIMIT = 32L << 20;
    private static final long DEFAULT_SOFT_LIMIT = 8L << 20;

    /** Returns the risks of the settings, as far as these are known. */
    static List<SettingsRisk> of(ServerSettings settings) {
        return Stream.of(eviction(settings), persistence(settings), replication(settings), outputBuffer(settings))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static @Nullable SettingsRisk eviction(ServerSettings settings) {
        var policy = settings.get("maxmemory-policy");
        return policy == null || policy.equals("noeviction") || settings.number("maxmemory", 0) == 0
                ? null
                : new SettingsRisk(
                        "redis-risk-eviction",
                        "maxmemory-policy=" + policy,
                        "at maxmemory, Redis deletes presence and histories, and clients of deleted histories cannot recover;"
                                + " set maxmemory-policy noeviction");
    }

    private static @Nullable SettingsRisk persistence(ServerSettings settings) {
        if (settings.number("appendonly", 1) == 0) {
            var save = settings.get("save");
            return new SettingsRisk(
                    "redis-risk-persistence",
                    "appendonly=no save=" + (save == null ? "unknown" : '"' + save + '"'),
                    save != null && save.isEmpty()
                            ? "a restart of Redis loses all histories and presence; set appendonly yes"
                            : "a crash of Redis loses the publications since the last snapshot; set appendonly yes");
        }
        var sync = settings.get("appendfsync");
        var effect = sync == null ? null : SYNC_EFFECTS.get(sync);
        return effect == null ? null : new SettingsRisk("redis-risk-persistence", "appendfsync=" + sync, effect);
    }

    private static @Nullable SettingsRisk replication(ServerSettings settings) {
        return settings.number("min-replicas-to-write", 1) > 0 || settings.number("connected-replicas", 0) == 0
                ? null
                : new SettingsRisk(
                        "redis-risk-replication",
                        "min-replicas-to-write=0",
                        "a primary that is cut off from its replicas accepts publications that are lost in the failover;"
                                + " set min-replicas-to-write 1");
    }

    private static @Nullable SettingsRisk outputBuffer(ServerSettings settings) {
        var limits = settings.get("client-output-buffer-limit");
        var pubSub = PUB_SUB.matcher(limits == null ? "" : limits);
        if (!pubSub.find()) {
            return null;
        }
        long hard = Long.parseLong(pubSub.group(1));
        long soft = Long.parseLong(pubSub.group(2));
        var effect = hard == 0 && soft == 0
                ? "the memory of Redis grows without limit while a node does not read; set pubsub 32mb 8mb 60"
                : (hard > 0 && hard < DEFAULT_HARD_LIMIT) || (soft > 0 && soft < DEFAULT_SOFT_LIMIT)
                        ? "Redis closes the connection of a node that reads slowly, and channels without history lose"
                                + " publications; set pubsub 32mb 8mb 60"
                        : null;
        return effect == null
                ? null
                : new SettingsRisk(
                        "redis-risk-output-buffer", "client-output-buffer-limit=\"" + pubSub.group() + '"', effect);
    }
}
