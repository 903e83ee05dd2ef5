package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/** A channel of each user, to which the server subscribes it. Immutable. */
public record PersonalChannelOptions(
        @Option("Whether each client is subscribed to #user when it connects.")
        boolean enabled,

        @Option("Namespace of these channels. Empty: none.") String personalChannelNamespace) {}
