package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/** What a backend decides about a channel. Immutable. */
public record ChannelProxyOptions(
        @Option("Whether a backend is asked when a client subscribes.")
        boolean subscribeProxyEnabled,

        @Option(value = "Which one: default is channel.proxy.subscribe, others are in proxies.", defaults = "default")
        String subscribeProxyName,

        @Option("Whether a backend is asked when a client publishes.")
        boolean publishProxyEnabled,

        @Option(value = "Which one: default is channel.proxy.publish, others are in proxies.", defaults = "default")
        String publishProxyName,

        @Option(
                "Whether a backend is asked by the server itself when a subscription expires; then no client is asked for a new token.")
        boolean subRefreshProxyEnabled,

        @Option(value = "Which one: default is channel.proxy.sub-refresh, others are in proxies.", defaults = "default")
        String subRefreshProxyName) {}
