package dev.fanfare.server.config;

import dev.fanfare.config.Checks;
import java.util.HashSet;
import java.util.Set;

/** Checks that each enabled proxy exists. Confined to one thread. */
final class ProxyRules {
    private final ServerConfig config;
    private final Checks checks;
    private final Set<String> names = new HashSet<>();

    ProxyRules(ServerConfig config, Checks checks) {
        this.config = config;
        this.checks = checks;
    }

    void check() {
        for (var index = 0; index < config.proxies().size(); index++) {
            var name = config.proxies().get(index).name();
            checks.require(
                    names.add(name), "must be unique, got \"" + name + "\" twice", "proxies[" + index + "].name");
        }
        checkChannels(config.channel().withoutNamespace().proxies(), "channel.without-namespace.");
        var namespaces = config.channel().namespaces();
        for (var index = 0; index < namespaces.size(); index++) {
            checkChannels(namespaces.get(index).options().proxies(), "channel.namespaces[" + index + "].");
        }
        checkMethods(config.rpc().withoutNamespace(), "rpc.without-namespace.");
        var methods = config.rpc().namespaces();
        for (var index = 0; index < methods.size(); index++) {
            checkMethods(methods.get(index).methods(), "rpc.namespaces[" + index + "].");
        }
    }

    private void checkChannels(ChannelProxyOptions proxies, String path) {
        var targets = config.channel().proxy();
        if (proxies.subscribeProxyEnabled()) {
            require(
                    proxies.subscribeProxyName(),
                    targets.subscribe(),
                    "channel.proxy.subscribe",
                    path + "subscribe-proxy");
        }
        if (proxies.publishProxyEnabled()) {
            require(proxies.publishProxyName(), targets.publish(), "channel.proxy.publish", path + "publish-proxy");
        }
        if (proxies.subRefreshProxyEnabled()) {
            require(
                    proxies.subRefreshProxyName(),
                    targets.subRefresh(),
                    "channel.proxy.sub-refresh",
                    path + "sub-refresh-proxy");
        }
    }

    private void checkMethods(RpcOptions.Methods methods, String path) {
        if (methods.proxyEnabled()) {
            require(methods.proxyName(), config.rpc().proxy(), "rpc.proxy", path + "proxy");
        }
    }

    private void require(String name, ProxyTarget target, String targetPath, String path) {
        if (name.equals(NamedProxy.DEFAULT)) {
            var endpoint = targetPath + ".endpoint";
            checks.require(target.isSet(), "requires " + endpoint, path + "-enabled", endpoint);
        } else {
            checks.require(
                    names.contains(name),
                    "must be default or the name of an entry of proxies, got \"" + name + '"',
                    path + "-name",
                    path + "-enabled",
                    "proxies");
        }
    }
}
