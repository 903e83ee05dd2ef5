package dev.fanfare.server;

import dev.fanfare.server.config.ChannelProxyOptions;
import dev.fanfare.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;

/** What a configuration may ask for and this version does not do: better not to start than to do without it unnoticed. */
final class Unserved {
    private final List<String> keys = new ArrayList<>();

    private Unserved() {}

    /**
     * Refuses a configuration that asks for any of it.
     *
     * @throws IllegalArgumentException with all of its keys
     */
    static void require(ServerConfig config) {
        var unserved = new Unserved();
        unserved.collect(config);
        if (!unserved.keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "this version does not serve what these keys ask for: " + String.join(", ", unserved.keys));
        }
    }

    private void collect(ServerConfig config) {
        var client = config.client();
        add(client.proxy().connect().enabled(), "client.proxy.connect");
        add(client.proxy().refresh().enabled(), "client.proxy.refresh");
        add(
                config.rpc().withoutNamespace().proxyEnabled()
                        || config.rpc().namespaces().stream()
                                .anyMatch(namespace -> namespace.methods().proxyEnabled()),
                "rpc");
        add(client.limits().concurrency() > 0, "client.concurrency");
        add(client.connectIncludeServerTime(), "client.connect-include-server-time");
        add(client.timing().channelPositionMaxTimeLag().isPositive(), "client.channel-position-max-time-lag");
        add(
                client.subscribeToUserPersonalChannel().singleConnection(),
                "client.subscribe-to-user-personal-channel.single-connection");
        add(
                isAsked(config.channel().withoutNamespace().proxies())
                        || config.channel().namespaces().stream()
                                .anyMatch(
                                        namespace -> isAsked(namespace.options().proxies())),
                "proxies of channels");
    }

    private static boolean isAsked(ChannelProxyOptions proxies) {
        return proxies.subscribeProxyEnabled() || proxies.publishProxyEnabled() || proxies.subRefreshProxyEnabled();
    }

    private void add(boolean asked, String key) {
        if (asked) {
            keys.add(key);
        }
    }
}
