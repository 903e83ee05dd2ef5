package dev.fanfare.server.config;

import dev.fanfare.config.Checks;
import java.util.HashSet;
import java.util.Set;

/** Each proxy that is named must be there. Confined to one thread. */
final class ProxyRules {
    private final ServerConfig config;
    private final Checks checks;
    private final Set<String> names = new HashSet<>();

    ProxyRules(ServerConfig config, Checks checks) {
        this.config = config;
        this.checks = checks;
    }

    void check() {
        checkNames();
        checkChannels(config.channel().withoutNamespace(), "channel.without-namespace.");
        var namespaces = config.channel().namespaces();
        for (var number = 0; number < namespaces.size(); number++) {
            checkChannels(namespaces.get(number).options(), "channel.namespaces[" + number + "].");
        }
        checkMethods(config.rpc().withoutNamespace(), "rpc.without-namespace.");
        var methods = config.rpc().namespaces();
        for (var number = 0; number < methods.size(); number++) {
            checkMethods(methods.get(number).methods(), "rpc.namespaces[" + number + "].");
        }
    }

    private void checkNames() {
        for (var number = 0; number < config.proxies().size(); number++) {
            var name = config.proxies().get(number).name();
            checks.require(
                    names.add(name), "must be unique; " + name + " stands there twice", "proxies[" + number + "].name");
        }
    }

    private void checkChannels(NamespaceOptions options, String path) {
        var proxies = options.proxies();
        var targets = config.channel().proxy();
        require(
                proxies.subscribeProxyEnabled(),
                proxies.subscribeProxyName(),
                new Default("channel.proxy.subscribe", targets.subscribe()),
                path + "subscribe-proxy");
        require(
                proxies.publishProxyEnabled(),
                proxies.publishProxyName(),
                new Default("channel.proxy.publish", targets.publish()),
                path + "publish-proxy");
        require(
                proxies.subRefreshProxyEnabled(),
                proxies.subRefreshProxyName(),
                new Default("channel.proxy.sub-refresh", targets.subRefresh()),
                path + "sub-refresh-proxy");
    }

    private void checkMethods(RpcOptions.Methods methods, String path) {
        require(
                methods.proxyEnabled(),
                methods.proxyName(),
                new Default("rpc.proxy", config.rpc().proxy()),
                path + "proxy");
    }

    private void require(boolean enabled, String name, Default target, String path) {
        if (name.equals(NamedProxy.DEFAULT)) {
            checks.require(
                    !enabled || target.target().isSet(),
                    "needs " + target.path() + ".endpoint",
                    path + "-enabled",
                    target.path() + ".endpoint");
        } else {
            checks.require(
                    !enabled || names.contains(name),
                    "must be default or the name of one of proxies",
                    path + "-name",
                    path + "-enabled",
                    "proxies");
        }
    }

    /** What is asked when no other is named, and where it is set. */
    private record Default(String path, ProxyTarget target) {}
}
