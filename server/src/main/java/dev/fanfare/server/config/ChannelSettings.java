package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The syntax of channel names, and the namespaces. Immutable. */
public record ChannelSettings(
        @Option(value = "Prefix of channels that require a subscription token.", defaults = "$")
        String privatePrefix,

        @Option(value = "Character between the namespace and the rest of a channel name.", defaults = ":")
        String namespaceBoundary,

        @Option(value = "Character before the list of users in the name of a user-limited channel.", defaults = "#")
        String userBoundary,

        @Option(value = "Character between the users of a user-limited channel.", defaults = ",")
        String userSeparator,

        @Option(value = "Maximum length of a channel name, in bytes.", defaults = "255", min = "1", max = "65535")
        int maxLength,

        @Option(
                value =
                        "How long the stream position of a channel is kept, unless its namespace sets history-meta-ttl.",
                defaults = "720h",
                min = "1s")
        Duration historyMetaTtl,

        @Option("Options of channels without a namespace.") NamespaceOptions withoutNamespace,

        @Option("Namespaces. Channels in an unknown namespace are rejected.")
        List<NamedNamespace> namespaces,

        @Option("Default proxies of channel events. A namespace enables them.")
        EventProxies proxy)
        implements Checked {

    /** The proxy of each event, unless a namespace names another one. */
    public record EventProxies(
            @Option("Called when a client subscribes.") ProxyTarget subscribe,

            @Option("Called when a client publishes.") ProxyTarget publish,

            @Option("Called when a subscription expires.") ProxyTarget subRefresh) {}

    public ChannelSettings {
        namespaces = List.copyOf(namespaces);
    }

    @Override
    public void check(Checks checks) {
        var taken = new HashSet<String>();
        requireMark(checks, taken, privatePrefix, "private-prefix");
        requireMark(checks, taken, namespaceBoundary, "namespace-boundary");
        requireMark(checks, taken, userBoundary, "user-boundary");
        requireMark(checks, taken, userSeparator, "user-separator");
        checkMetaTtl(checks, withoutNamespace, "without-namespace.");
        var names = new HashSet<String>();
        for (var index = 0; index < namespaces.size(); index++) {
            var namespace = namespaces.get(index);
            var path = "namespaces[" + index + "].";
            checks.require(
                    names.add(namespace.name()),
                    "must be unique, got \"" + namespace.name() + "\" twice",
                    path + "name");
            checkMetaTtl(checks, namespace.options(), path);
        }
    }

    private static void requireMark(Checks checks, Set<String> taken, String mark, String key) {
        checks.require(
                mark.matches("[!-/:-@\\[-`{-~]"), "must be one ASCII punctuation character, got \"" + mark + '"', key);
        checks.require(
                taken.add(mark),
                "must differ from private-prefix, namespace-boundary, user-boundary and user-separator",
                key);
    }

    private void checkMetaTtl(Checks checks, NamespaceOptions options, String path) {
        var history = options.history();
        checks.require(
                !history.historyMetaTtl().isZero() || history.historyTtl().compareTo(historyMetaTtl) <= 0,
                "must not exceed channel.history-meta-ttl; increase it or set history-meta-ttl here",
                path + "history-ttl",
                path + "history-meta-ttl",
                "history-meta-ttl");
    }
}
