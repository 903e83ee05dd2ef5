package dev.fanfare.server.config;

import dev.fanfare.config.Checks;
import dev.fanfare.engine.redis.ChannelPattern;

/**
 * A plain channel of Redis has no history: it may not fall into a namespace that has one, or that watches positions. Confined to
 * one thread.
 */
final class RedisPushRules {
    private static final String OWN = "fanfare.";
    private static final String CLUSTER = "-cluster://";

    private final ServerConfig config;
    private final Checks checks;

    RedisPushRules(ServerConfig config, Checks checks) {
        this.config = config;
        this.checks = checks;
    }

    void check() {
        var push = config.redisPush();
        var address = push.address().isEmpty() ? config.engine().redis().address() : push.address();
        checks.require(
                push.bridges().isEmpty() || !address.isEmpty(),
                "must be set when engine.redis.address is empty",
                "redis-push.address",
                "engine.redis.address");
        checks.require(
                push.bridges().isEmpty()
                        || address.isEmpty()
                        || !address.getFirst().url().contains(CLUSTER),
                "must be one server of the cluster, as redis://host:port: plain messages reach all of them",
                "redis-push.address",
                "engine.redis.address");
        for (var number = 0; number < push.bridges().size(); number++) {
            var bridge = push.bridges().get(number);
            var path = "redis-push.bridges[" + number + "].";
            var own = config.engine().redis().prefix() + ":";
            checks.require(
                    !bridge.channel().startsWith(own) && !bridge.channel().startsWith(OWN),
                    "must not be one of the server's own, which begin with " + own + " and " + OWN,
                    path + "channel",
                    "engine.redis.prefix");
            checkNamespaces(bridge, path);
        }
    }

    private void checkNamespaces(RedisBridge bridge, String path) {
        var key = path + (bridge.channel().isEmpty() ? "pattern" : "channel");
        requirePlain(mayHaveNoNamespace(bridge), config.channel().withoutNamespace(), key, "channel.without-namespace");
        var namespaces = config.channel().namespaces();
        for (var number = 0; number < namespaces.size(); number++) {
            var namespace = namespaces.get(number);
            requirePlain(
                    mayBeOf(bridge, namespace.name()), namespace.options(), key, "channel.namespaces[" + number + "]");
        }
    }

    private void requirePlain(boolean falls, NamespaceOptions options, String key, String namespace) {
        var history = options.history();
        boolean plain = history.historySize() == 0 && !history.forcePositioning() && !history.allowPositioning();
        checks.require(
                !falls || plain,
                "must not fall into " + namespace + ", which has history-size, force-positioning or allow-positioning:"
                        + " a plain channel of Redis has no history",
                key,
                namespace + ".history-size",
                namespace + ".force-positioning",
                namespace + ".allow-positioning");
    }

    private boolean mayHaveNoNamespace(RedisBridge bridge) {
        var boundary = config.channel().namespaceBoundary();
        if (!bridge.channel().isEmpty()) {
            return !bridge.channel().contains(boundary);
        }
        return !bridge.pattern().isEmpty()
                && (boundary.isEmpty() || !ChannelPattern.of(bridge.pattern()).demands(boundary.charAt(0)));
    }

    private boolean mayBeOf(RedisBridge bridge, String namespace) {
        var beginning = namespace + config.channel().namespaceBoundary();
        var hidden = config.channel().privatePrefix() + beginning;
        if (!bridge.channel().isEmpty()) {
            return bridge.channel().startsWith(beginning) || bridge.channel().startsWith(hidden);
        }
        var pattern = ChannelPattern.of(bridge.pattern());
        return pattern.mayMatchBelow(beginning) || pattern.mayMatchBelow(hidden);
    }
}
