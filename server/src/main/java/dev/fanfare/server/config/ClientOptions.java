package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/** The client connections. Immutable. */
public record ClientOptions(
        @Option(inline = true) ClientAccess access,

        @Option(inline = true) ClientTiming timing,

        @Option(inline = true) ClientLimits limits,

        @Option(value = "Rate limits of client commands.", reloadable = true)
        RateOptions rateLimit,

        @Option("Includes the server time in the reply to a connect command.")
        boolean connectIncludeServerTime,

        @Option(
                value = "Verification of connection tokens (JWT). Without a key, all tokens are rejected.",
                reloadable = true)
        TokenOptions token,

        @Option(value = "Verification of subscription tokens (JWT).", reloadable = true)
        SubscriptionTokenOptions subscriptionToken,

        @Option(value = "Proxies of connection events.", reloadable = true)
        ClientProxies proxy,

        @Option(value = "Personal channel of each user.", reloadable = true)
        PersonalChannelOptions subscribeToUserPersonalChannel) {}
