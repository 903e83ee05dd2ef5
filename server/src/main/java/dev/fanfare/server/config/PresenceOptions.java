package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;

/** The presence of a channel. Immutable. */
public record PresenceOptions(
        @Option("Enables presence: the list of clients in the channel.")
        boolean presence,

        @Option("Publishes join and leave events in the channel.")
        boolean joinLeave,

        @Option("Sends join and leave events to all subscribers, not only on request. Requires join-leave.")
        boolean forcePushJoinLeave,

        @Option("Allows all users to query the presence, except anonymous ones.")
        boolean allowPresenceForClient,

        @Option("Allows subscribers to query the presence.") boolean allowPresenceForSubscriber,

        @Option("Extends allow-presence-for-client and allow-presence-for-subscriber to anonymous users.")
        boolean allowPresenceForAnonymous)
        implements Checked {
    @Override
    public void check(Checks checks) {
        checks.require(!forcePushJoinLeave || joinLeave, "requires join-leave", "force-push-join-leave", "join-leave");
        requirePresence(checks, allowPresenceForClient, "allow-presence-for-client");
        requirePresence(checks, allowPresenceForSubscriber, "allow-presence-for-subscriber");
        checks.require(
                !allowPresenceForAnonymous || allowPresenceForClient || allowPresenceForSubscriber,
                "requires allow-presence-for-client or allow-presence-for-subscriber",
                "allow-presence-for-anonymous",
                "allow-presence-for-client",
                "allow-presence-for-subscriber");
    }

    private void requirePresence(Checks checks, boolean allowed, String key) {
        checks.require(
                !allowed || presence || joinLeave, "requires presence or join-leave", key, "presence", "join-leave");
    }
}
