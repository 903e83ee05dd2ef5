package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.model.monitoring.LogText;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the settings of each primary that can cause losses. Thread-safe.
 *
 * <p>A check runs in the background, and its failure has no effect. Each setting is logged once per primary and value.
 */
final class SettingsCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);
    private static final int SMALL = 256;
    /** Maximum number of different lines. A cluster needs a few per server. */
    private static final int MAX_LINES = 1_000;

    private static final Map<String, String> SYNC_EFFECTS = Map.of(
            "everysec",
            "a crash loses up to 2 s of acknowledged publications; set appendfsync always if this is not acceptable",
            "no",
            "a crash of the machine loses about 30 s of acknowledged publications; set appendfsync everysec or always");

    /** The hard limit, the soft limit and its seconds. */
    private static final Pattern PUB_SUB = Pattern.compile("pubsub (\\d{1,18}) (\\d{1,18}) \\d+");

    private static final long DEFAULT_HARD_LIMIT = 32L << 20;
    private static final long DEFAULT_SOFT_LIMIT = 8L << 20;

    private record Risk(String event, String setting, String effect) {}

    /** The logged lines. Confined to the link's loop. */
    private final Set<String> lines = new HashSet<>();

    /** Reads the settings of the current primary of a link. Called when a link is ready or its server has changed. */
    void check(Link link) {
        link.submit(SMALL, ServerSettings::read).whenComplete((settings, failure) -> {
            if (failure == null) {
                report(link.state().server(), settings);
            } else {
                LOG.debug("cannot read the settings of Redis: {}", LogText.of(String.valueOf(failure.getMessage())));
            }
        });
    }

    private void report(String server, ServerSettings settings) {
        var primary = settings.primary() == null ? server : settings.primary();
        Stream.of(eviction(settings), persistence(settings), replication(settings), outputBuffer(settings))
                .flatMap(Stream::ofNullable)
                .filter(risk -> isNew(primary + risk.event + risk.setting))
                .forEach(risk -> LOG.warn(
                        "{} server={} primary={} {}: {}", risk.event, server, primary, risk.setting, risk.effect));
        if (!settings.unknown().isEmpty() && isNew(primary + settings.unknown())) {
            LOG.info(
                    "redis-settings-unchecked server={} primary={} settings={} reason=\"{}\"",
                    server,
                    primary,
                    String.join(",", settings.unknown()),
                    LogText.of(settings.rejection()));
        }
    }

    private boolean isNew(String line) {
        return lines.size() < MAX_LINES && lines.add(line);
    }

    private static @Nullable Risk eviction(ServerSettings settings) {
        var policy = settings.get("maxmemory-policy");
        return policy == null || policy.equals("noeviction") || settings.number("maxmemory", 0) == 0
                ? null
                : new Risk(
                        "redis-risk-eviction",
                        "maxmemory-policy=" + policy,
                        "at maxmemory, Redis deletes presence and histories, and clients of deleted histories cannot recover;"
                                + " set maxmemory-policy noeviction");
    }

    private static @Nullable Risk persistence(ServerSettings settings) {
        if (settings.number("appendonly", 1) == 0) {
            var save = settings.get("save");
            return new Risk(
                    "redis-risk-persistence",
                    "appendonly=no save=" + (save == null ? "unknown" : '"' + save + '"'),
                    save != null && save.isEmpty()
                            ? "a restart of Redis loses all histories and presence; set appendonly yes"
                            : "a crash of Redis loses the publications since the last snapshot; set appendonly yes");
        }
        var sync = settings.get("appendfsync");
        var effect = sync == null ? null : SYNC_EFFECTS.get(sync);
        return effect == null ? null : new Risk("redis-risk-persistence", "appendfsync=" + sync, effect);
    }

    private static @Nullable Risk replication(ServerSettings settings) {
        return settings.number("min-replicas-to-write", 1) > 0 || settings.number("connected-replicas", 0) == 0
                ? null
                : new Risk(
                        "redis-risk-replication",
                        "min-replicas-to-write=0",
                        "a primary that is cut off from its replicas accepts publications that are lost in the failover;"
                                + " set min-replicas-to-write 1");
    }

    private static @Nullable Risk outputBuffer(ServerSettings settings) {
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
                : new Risk("redis-risk-output-buffer", "client-output-buffer-limit=\"" + pubSub.group() + '"', effect);
    }
}
