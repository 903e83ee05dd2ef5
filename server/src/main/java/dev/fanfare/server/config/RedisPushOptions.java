package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.RedisAddress;
import dev.fanfare.engine.redis.ChannelPattern;
import java.util.HashSet;
import java.util.List;

/** The bridges between plain Redis channels and clients. Immutable. */
public record RedisPushOptions(
        @Option("Address of the Redis server; at most one. Empty: the first entry of engine.redis.address.")
        List<RedisAddress> address,

        @Option("Bridged channels. A channel has the same name in Redis and on this server.")
        List<RedisBridge> bridges)
        implements Checked {
    private static final String OWN = "fanfare.";
    private static final String CLUSTER = "-cluster://";

    public RedisPushOptions {
        address = List.copyOf(address);
        bridges = List.copyOf(bridges);
    }

    @Override
    public void check(Checks checks) {
        checks.require(address.size() <= 1, "must contain at most one address, got " + address.size(), "address");
        var paths = new HashSet<String>();
        for (var index = 0; index < bridges.size(); index++) {
            var path = bridges.get(index).path();
            checks.require(
                    path.isEmpty() || paths.add(path),
                    "must be unique, got \"" + path + "\" twice",
                    "bridges[" + index + "].path");
        }
    }

    /** Checks the rules that involve the engine and the namespaces. */
    void check(ServerConfig config, Checks checks) {
        if (bridges.isEmpty()) {
            return;
        }
        var redis = config.engine().redis();
        var servers = address.isEmpty() ? redis.address() : address;
        checks.require(
                !servers.isEmpty(),
                "must be set if engine.redis.address is empty",
                "redis-push.address",
                "engine.redis.address");
        checks.require(
                servers.isEmpty() || !servers.getFirst().url().contains(CLUSTER),
                "must be one server of the cluster, for example redis://host:port: each server receives all messages",
                "redis-push.address",
                "engine.redis.address");
        for (var index = 0; index < bridges.size(); index++) {
            var bridge = bridges.get(index);
            var path = "redis-push.bridges[" + index + "].";
            var own = redis.prefix() + ":";
            checks.require(
                    !bridge.channel().startsWith(own) && !bridge.channel().startsWith(OWN),
                    "must not start with " + own + " or " + OWN + ", which the server uses",
                    path + "channel",
                    "engine.redis.prefix");
            checkNamespaces(bridge, config.channel(), checks, path + (bridge.isOfPattern() ? "pattern" : "channel"));
        }
    }

    private static void checkNamespaces(RedisBridge bridge, ChannelSettings channel, Checks checks, String key) {
        if (mayHaveNoNamespace(bridge, channel.namespaceBoundary())) {
            requirePlain(channel.withoutNamespace(), "channel.without-namespace", checks, key);
        }
        for (var index = 0; index < channel.namespaces().size(); index++) {
            var namespace = channel.namespaces().get(index);
            if (mayBeIn(bridge, namespace.name(), channel)) {
                requirePlain(namespace.options(), "channel.namespaces[" + index + "]", checks, key);
            }
        }
    }

    /** A plain Redis channel has no history and no stream positions. */
    private static void requirePlain(NamespaceOptions options, String namespace, Checks checks, String key) {
        var history = options.history();
        checks.require(
                history.historySize() == 0 && !history.forcePositioning() && !history.allowPositioning(),
                "must not belong to " + namespace + ", which sets history-size, force-positioning or allow-positioning:"
                        + " a plain Redis channel has no history",
                key,
                namespace + ".history-size",
                namespace + ".force-positioning",
                namespace + ".allow-positioning");
    }

    private static boolean mayHaveNoNamespace(RedisBridge bridge, String boundary) {
        return bridge.isOfPattern()
                ? boundary.isEmpty() || !ChannelPattern.of(bridge.pattern()).demands(boundary.charAt(0))
                : !bridge.channel().isEmpty() && !bridge.channel().contains(boundary);
    }

    private static boolean mayBeIn(RedisBridge bridge, String namespace, ChannelSettings channel) {
        var prefix = namespace + channel.namespaceBoundary();
        var privatePrefix = channel.privatePrefix() + prefix;
        if (!bridge.isOfPattern()) {
            return bridge.channel().startsWith(prefix) || bridge.channel().startsWith(privatePrefix);
        }
        var pattern = ChannelPattern.of(bridge.pattern());
        return pattern.mayMatchBelow(prefix) || pattern.mayMatchBelow(privatePrefix);
    }
}
