package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.ByteSize;

/** The limits of clients. Immutable. */
public record ClientLimits(
        @Option(value = "Maximum number of subscriptions of a connection.", defaults = "128", min = "1")
        int channelLimit,

        @Option(
                value = "Maximum amount of unsent data for a connection. A slower client is disconnected.",
                defaults = "1MiB",
                min = "1KiB",
                max = "1GiB")
        ByteSize queueMaxSize,

        @Option(
                value =
                        "Maximum number of bytes per second of the commands of a connection and their replies, plus 1 KiB per command. Bursts of 4 seconds are allowed. Further commands wait.",
                defaults = "4MiB",
                min = "64KiB",
                max = "1GiB")
        ByteSize commandBytesPerSecond,

        @Option(value = "Maximum number of publications in a reply to a history request.", defaults = "300", min = "1")
        int historyMaxPublicationLimit,

        @Option(
                value =
                        "Maximum number of publications that a subscribe request can recover. If a client missed more, the recovery fails.",
                defaults = "300",
                min = "1")
        int recoveryMaxPublicationLimit,

        @Option(value = "Maximum number of connections of a user on this node; 0: unlimited.", reloadable = true)
        int userConnectionLimit,

        @Option("Maximum number of connections on this node, except for those to the internal port; 0: unlimited.")
        int connectionLimit,

        @Option(
                "Maximum number of connections per IPv4 address or IPv6 /64 network; 0: unlimited. Do not set it behind a reverse proxy.")
        int connectionLimitPerAddress,

        @Option(
                "Maximum number of connections whose client has not yet sent a successful connect command, including those of other HTTP requests; 0: one per 128 KiB of the maximum heap size.")
        int unauthenticatedConnectionLimit,

        @Option("Maximum number of new connections per second on this node; others get status 503. 0: unlimited.")
        int connectionRateLimit,

        @Option(
                "Maximum number of new connections per second and IPv4 address or IPv6 /64 network; others get status 503. 0: unlimited. Do not set it behind a reverse proxy.")
        int connectionRateLimitPerAddress) {}
