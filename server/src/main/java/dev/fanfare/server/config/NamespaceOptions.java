package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/** The options of the channels in one namespace. Everything is denied by default. Immutable. */
public record NamespaceOptions(
        @Option(inline = true) SubscribingOptions subscribing,

        @Option(inline = true) PublishingOptions publishing,

        @Option(inline = true) PresenceOptions presence,

        @Option(inline = true) HistoryOptions history,

        @Option(inline = true) ChannelProxyOptions proxies,

        @Option("Shows the payloads of publications in live traces.")
        boolean traceData) {}
