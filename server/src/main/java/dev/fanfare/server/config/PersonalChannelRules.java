package dev.fanfare.server.config;

import dev.fanfare.config.Checks;

/** The personal channels must be in a namespace that is there. Confined to one thread. */
final class PersonalChannelRules {
    private static final String PATH = "client.subscribe-to-user-personal-channel.";

    private final PersonalChannelOptions personal;
    private final ChannelSettings channel;
    private final Checks checks;

    PersonalChannelRules(PersonalChannelOptions personal, ChannelSettings channel, Checks checks) {
        this.personal = personal;
        this.channel = channel;
        this.checks = checks;
    }

    void check() {
        var name = personal.personalChannelNamespace();
        checks.require(
                !personal.enabled() || name.isEmpty() || isThere(name),
                "must be the name of one of channel.namespaces",
                PATH + "personal-channel-namespace",
                "channel.namespaces");
    }

    private boolean isThere(String name) {
        return channel.namespaces().stream()
                .anyMatch(namespace -> namespace.name().equals(name));
    }
}
