package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of channels, and the namespaces. Immutable. */
public record ChannelSettings(
        @Option(value = "First character of channels that need a subscription token.", defaults = "$")
        String privatePrefix,

        @Option(value = "Character between namespace and the rest.", defaults = ":")
        String namespaceBoundary,

        @Option(value = "Character before the users of a user-limited channel.", defaults = "#")
        String userBoundary,

        @Option(value = "Character between these users.", defaults = ",")
        String userSeparator,

        @Option(value = "Longest name of a channel, in bytes.", defaults = "255", min = "1", max = "65535")
        int maxLength,

        @Option(
                value = "How long epoch and offset of a channel are kept, where its namespace does not say.",
                defaults = "720h",
                min = "1s")
        Duration historyMetaTtl,

        @Option("Channels whose names have no namespace boundary.")
        NamespaceOptions withoutNamespace,

        @Option("The namespaces; channels of any other are unknown.")
        List<NamedNamespace> namespaces,

        @Option("Backends that decide about channels, where these say so.")
        Proxies proxy)
        implements Checked {

    /** The backend of each event, when a namespace does not name another. */
    public record Proxies(
            @Option("Asked when a client subscribes.") ProxyTarget subscribe,

            @Option("Asked when a client publishes.") ProxyTarget publish,

            @Option("Asked when a subscription expires.") ProxyTarget subRefresh) {}

    public ChannelSettings {
        namespaces = List.copyOf(namespaces);
    }

    @Override
    public void check(Checks checks) {
        checkMarks(checks);
        checkMetaTtl(checks, withoutNamespace, "without-namespace.");
        var names = new HashSet<String>();
        for (var number = 0; number < namespaces.size(); number++) {
            var namespace = namespaces.get(number);
            var path = "namespaces[" + number + "].";
            checks.require(
                    names.add(namespace.name()),
                    "must be unique; " + namespace.name() + " stands there twice",
                    path + "name");
            checkMetaTtl(checks, namespace.options(), path);
        }
    }

    private void checkMarks(Checks checks) {
        var taken = new HashSet<String>();
        requireMark(checks, taken, privatePrefix, "private-prefix");
        requireMark(checks, taken, namespaceBoundary, "namespace-boundary");
        requireMark(checks, taken, userBoundary, "user-boundary");
        requireMark(checks, taken, userSeparator, "user-separator");
    }

    private static void requireMark(Checks checks, Set<String> taken, String mark, String key) {
        checks.require(
                mark.matches("[!-/:-@\\[-`{-~]"), "must be one character of ASCII, no letter, digit or space", key);
        checks.require(taken.add(mark), "must differ from the other marks of a name", key);
    }

    private void checkMetaTtl(Checks checks, NamespaceOptions options, String path) {
        var history = options.history();
        checks.require(
                !history.historyMetaTtl().isZero() || history.historyTtl().compareTo(historyMetaTtl) <= 0,
                "must be at most channel.history-meta-ttl, or needs a history-meta-ttl of its own",
                path + "history-ttl",
                path + "history-meta-ttl",
                "history-meta-ttl");
    }
}
