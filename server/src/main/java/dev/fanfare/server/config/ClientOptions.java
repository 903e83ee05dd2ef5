package dev.fanfare.server.config;

import dev.fanfare.config.Inline;
import dev.fanfare.config.Option;

/** Connections of clients. Immutable. */
public record ClientOptions(
        @Option("Who may connect.") @Inline ClientAccess access,

        @Option("Times.") @Inline ClientTiming timing,

        @Option("Limits.") @Inline ClientLimits limits,

        @Option("How often they may do things.") RateOptions rateLimit,

        @Option("Whether the reply to connect says the time of the server.")
        boolean connectIncludeServerTime,

        @Option("Keys of connection tokens. Without any, tokens are refused.")
        TokenOptions token,

        @Option("Keys of subscription tokens.") SubscriptionTokenOptions subscriptionToken,

        @Option("What a backend decides about connections.") ClientProxies proxy,

        @Option("A channel for each user.") PersonalChannelOptions subscribeToUserPersonalChannel) {}
