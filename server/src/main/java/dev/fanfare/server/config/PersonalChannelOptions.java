package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/** The personal channels, to which the server subscribes each client. Immutable. */
public record PersonalChannelOptions(
        @Option(
                "Subscribes each client to the personal channel of its user, #USER, when it connects. Users whose name contains a separator of users, such as a comma, are refused.")
        boolean enabled,

        @Option("Namespace of the personal channels. Empty: no namespace.")
        String personalChannelNamespace) {}
