package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.Regex;

/** Who may subscribe, and to which names. Immutable. */
public record SubscribingOptions(
        @Option("Whether any user may subscribe.") boolean allowSubscribeForClient,

        @Option("Whether users without a name may too.") boolean allowSubscribeForAnonymous,

        @Option("Whether name#user is a channel for the users named after the boundary.")
        boolean allowUserLimitedChannels,

        @Option("What the name, after namespace and boundary, must match. Empty: anything.")
        Regex channelRegex,

        @Option("Whether a subscriber may ask for some publications only, by their tags.")
        boolean allowTagsFilter)
        implements Checked {
    @Override
    public void check(Checks checks) {
        checks.require(
                !allowSubscribeForAnonymous || allowSubscribeForClient,
                "needs allow-subscribe-for-client",
                "allow-subscribe-for-anonymous",
                "allow-subscribe-for-client");
    }
}
