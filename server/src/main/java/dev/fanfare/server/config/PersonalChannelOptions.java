package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/** The personal channels, to which the server subscribes each client. Immutable. */
public record PersonalChannelOptions(
        @Option(
                "Subscribes each client to the personal channel of its user, #USER, when it connects. Users whose ID contains channel.user-separator or channel.user-boundary are rejected.")
        boolean enabled,

        @Option("Namespace of the personal channels. Empty: no namespace.")
        String personalChannelNamespace) {}
