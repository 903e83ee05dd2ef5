package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;

/** Who is in a channel. Immutable. */
public record PresenceOptions(
        @Option("Whether the channel knows who is in it.") boolean presence,

        @Option("Whether joins and leaves are published in the channel.")
        boolean joinLeave,

        @Option("Whether all subscribers get joins and leaves without asking; needs join-leave.")
        boolean forcePushJoinLeave,

        @Option("Whether any user may ask who is there.") boolean allowPresenceForClient,

        @Option("Whether subscribers may ask who is there.") boolean allowPresenceForSubscriber,

        @Option("Whether users without a name may, where one of the two above is set.")
        boolean allowPresenceForAnonymous)
        implements Checked {
    @Override
    public void check(Checks checks) {
        checks.require(!forcePushJoinLeave || joinLeave, "needs join-leave", "force-push-join-leave", "join-leave");
        requirePresence(checks, allowPresenceForClient, "allow-presence-for-client");
        requirePresence(checks, allowPresenceForSubscriber, "allow-presence-for-subscriber");
        checks.require(
                !allowPresenceForAnonymous || allowPresenceForClient || allowPresenceForSubscriber,
                "needs allow-presence-for-client or allow-presence-for-subscriber",
                "allow-presence-for-anonymous",
                "allow-presence-for-client",
                "allow-presence-for-subscriber");
    }

    private void requirePresence(Checks checks, boolean allowed, String key) {
        checks.require(
                !allowed || presence || joinLeave, "needs presence or join-leave", key, "presence", "join-leave");
    }
}
