package dev.fanfare.server.access;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.channel.ServerChannel;
import dev.fanfare.server.proxy.SubscribeAnswer;
import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.server.token.SubscriptionOverrides;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the grants of permitted subscriptions. Immutable. */
record Grants(ChannelPermissions permissions) {
    /** Creates a grant from the options of the channel. */
    Grant of(ServerChannel channel, String user) {
        return of(channel, user, null, null, Expiry.NEVER, Overrides.NONE);
    }

    /** Creates a grant from the options of the channel and a subscription token. */
    Grant byToken(ServerChannel channel, String user, SubscriptionClaims claims) {
        return byToken(channel, user, claims.overrides(), expiry(channel, claims.expireAt()));
    }

    /** Creates a grant from the options of the channel and the settings in a token. */
    Grant byToken(ServerChannel channel, String user, SubscriptionOverrides claims, Expiry expiry) {
        return of(channel, user, claims.info(), claims.data(), expiry, claims.settings());
    }

    /** Creates a grant from the options of the channel and the answer of a backend. */
    Grant byBackend(ServerChannel channel, String user, SubscribeAnswer answer) {
        return of(channel, user, answer.info(), answer.data(), answer.expiry(), answer.overrides());
    }

    private Grant of(
            ServerChannel channel,
            String user,
            @Nullable Payload info,
            @Nullable Payload data,
            Expiry expiry,
            Overrides overrides) {
        var options = channel.options();
        boolean readsHistory = permissions.readHistory(channel, user, true).allowed();
        return new Grant(
                        info,
                        expiry,
                        data,
                        options.history().allowPositioning() || readsHistory,
                        options.history().allowRecovery() || readsHistory,
                        permissions.readPresence(channel, user, true).allowed(),
                        options.subscribing().allowTagsFilter() || permissions.insecure(),
                        !options.publishing().allowedDeltaTypes().isEmpty(),
                        options.presence().forcePushJoinLeave(),
                        Overrides.NONE)
                .withOverrides(overrides);
    }

    /** If a backend renews subscriptions, the client needs no new token. */
    private static Expiry expiry(ServerChannel channel, Optional<Instant> at) {
        return channel.options().proxies().subRefreshProxyEnabled()
                ? at.map(Expiry::renewAt).orElse(Expiry.NEVER)
                : AccessTokens.expiry(at);
    }
}
