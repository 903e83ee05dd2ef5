package dev.fanfare.server.config;

import dev.fanfare.config.Inline;
import dev.fanfare.config.Option;

/** What holds for the channels of one namespace. Everything is closed unless it is opened. Immutable. */
public record NamespaceOptions(
        @Option("Who may subscribe.") @Inline SubscribingOptions subscribing,

        @Option("Who may publish.") @Inline PublishingOptions publishing,

        @Option("Who is there.") @Inline PresenceOptions presence,

        @Option("What is remembered.") @Inline HistoryOptions history,

        @Option("What a backend decides.") @Inline ChannelProxyOptions proxies) {}
