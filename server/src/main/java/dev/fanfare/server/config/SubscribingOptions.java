package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.Regex;

/** Which clients can subscribe, and to which channel names. Immutable. */
public record SubscribingOptions(
        @Option("Allows all users to subscribe, except anonymous ones.")
        boolean allowSubscribeForClient,

        @Option("Extends allow-subscribe-for-client to anonymous users.")
        boolean allowSubscribeForAnonymous,

        @Option("Enables user-limited channels: only the users listed after the user boundary can subscribe.")
        boolean allowUserLimitedChannels,

        @Option(
                "Regular expression that the channel name must match, without its namespace and the boundary. Empty: any name.")
        Regex channelRegex,

        @Option("Allows subscribers to filter publications by their tags.")
        boolean allowTagsFilter)
        implements Checked {
    @Override
    public void check(Checks checks) {
        checks.require(
                !allowSubscribeForAnonymous || allowSubscribeForClient,
                "requires allow-subscribe-for-client",
                "allow-subscribe-for-anonymous",
                "allow-subscribe-for-client");
    }
}
