package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/** The proxies of a channel. Immutable. */
public record ChannelProxyOptions(
        @Option("Calls the subscribe proxy when a client subscribes.")
        boolean subscribeProxyEnabled,

        @Option(
                value = "Name of the subscribe proxy: an entry of proxies, or default for channel.proxy.subscribe.",
                defaults = "default")
        String subscribeProxyName,

        @Option("Calls the publish proxy when a client publishes.")
        boolean publishProxyEnabled,

        @Option(
                value = "Name of the publish proxy: an entry of proxies, or default for channel.proxy.publish.",
                defaults = "default")
        String publishProxyName,

        @Option("Calls the refresh proxy when a subscription expires, instead of asking the client for a new token.")
        boolean subRefreshProxyEnabled,

        @Option(
                value = "Name of the refresh proxy: an entry of proxies, or default for channel.proxy.sub-refresh.",
                defaults = "default")
        String subRefreshProxyName) {}
