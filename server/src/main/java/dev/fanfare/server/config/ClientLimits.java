package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.ByteSize;

/** How much a client may have. Immutable. */
public record ClientLimits(
        @Option(value = "Channels of one connection.", defaults = "128", min = "1")
        int channelLimit,

        @Option(
                value = "Bytes waiting to be sent to one connection; a slower client is disconnected.",
                defaults = "1MiB",
                min = "1KiB")
        ByteSize queueMaxSize,

        @Option(value = "Publications in one reply to a client that asks for history.", defaults = "300", min = "1")
        int historyMaxPublicationLimit,

        @Option(
                value = "Publications a client may recover in one subscribe; who missed more starts anew.",
                defaults = "300",
                min = "1")
        int recoveryMaxPublicationLimit,

        @Option("Connections of one user on this node; 0: no limit.")
        int userConnectionLimit,

        @Option("Connections on this node; 0: no limit.") int connectionLimit,

        @Option("New connections in a second on this node, more get status 503; 0: no limit.")
        int connectionRateLimit) {}
