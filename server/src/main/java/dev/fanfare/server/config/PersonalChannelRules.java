package dev.fanfare.server.config;

import dev.fanfare.server.config.binding.Checks;
import java.util.stream.Stream;

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
                !personal.enabled() || name.isEmpty() || found().findAny().isPresent(),
                "must be the name of one of channel.namespaces",
                PATH + "personal-channel-namespace",
                "channel.namespaces");
        checks.require(
                !personal.enabled()
                        || !personal.singleConnection()
                        || found().allMatch(options -> options.presence().presence()),
                "needs presence in the namespace of the personal channels",
                PATH + "single-connection",
                PATH + "personal-channel-namespace",
                "channel.namespaces",
                "channel.without-namespace.presence");
    }

    private Stream<ChannelOptions> found() {
        var name = personal.personalChannelNamespace();
        return name.isEmpty()
                ? Stream.of(channel.withoutNamespace())
                : channel.namespaces().stream()
                        .filter(namespace -> namespace.name().equals(name))
                        .map(NamespaceOptions::options);
    }
}
