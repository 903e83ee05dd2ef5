package dev.fanfare.server.access;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.server.channel.ServerChannel;
import dev.fanfare.server.proxy.SubscribeAnswer;
import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.server.token.SubscriptionOverrides;
import java.time.Instant;
import java.util.Optional;

/** What a subscription that is allowed comes with. Immutable. */
record Grants(ChannelPermissions permissions) {
    /** As the channel's options say. */
    Grant of(ServerChannel channel, String user) {
        var history = channel.options().history();
        boolean reads = permissions.mayReadHistory(channel, user, true);
        boolean fromPresence = permissions.mayAskPresence(channel, user, true);
        return new Grant(
                null,
                Expiry.NEVER,
                null,
                history.allowPositioning() || reads,
                history.allowRecovery() || reads,
                fromPresence,
                channel.options().subscribing().allowTagsFilter() || permissions.insecure(),
                !channel.options().publishing().allowedDeltaTypes().isEmpty(),
                channel.options().presence().forcePushJoinLeave(),
                Overrides.NONE);
    }

    /** And as a token says. */
    Grant byToken(ServerChannel channel, String user, SubscriptionClaims claims) {
        return byToken(channel, user, claims.overrides(), expiry(channel, claims.expireAt()));
    }

    Grant byToken(ServerChannel channel, String user, SubscriptionOverrides said, Expiry expiry) {
        var answer = new SubscribeAnswer(
                Tokens.payload(said.info()), Tokens.payload(said.data()), Tokens.overrides(said), expiry);
        return byBackend(channel, user, answer);
    }

    /** And as a backend says. */
    Grant byBackend(ServerChannel channel, String user, SubscribeAnswer said) {
        var grant = of(channel, user);
        return new Grant(
                        said.info(),
                        said.expiry(),
                        said.data(),
                        grant.mayPosition(),
                        grant.mayRecover(),
                        grant.mayReceiveJoins(),
                        grant.mayFilter(),
                        grant.mayDelta(),
                        grant.receivesJoins(),
                        Overrides.NONE)
                .withOverrides(said.overrides());
    }

    /** Where a backend is asked about the end, no client is asked for a token. */
    private static Expiry expiry(ServerChannel channel, Optional<Instant> at) {
        return channel.options().proxies().subRefreshProxyEnabled()
                ? at.map(Expiry::renewAt).orElse(Expiry.NEVER)
                : Tokens.expiry(at);
    }
}
