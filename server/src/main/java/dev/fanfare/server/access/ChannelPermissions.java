package dev.fanfare.server.access;

import dev.fanfare.server.channel.ServerChannel;

/**
 * The permissions of users without a token for a channel. Immutable.
 *
 * @param insecure whether everything is allowed
 */
record ChannelPermissions(boolean insecure) {
    boolean mayPublish(ServerChannel channel, String user, boolean subscribed) {
        var set = channel.options().publishing();
        return allowed(
                user,
                subscribed,
                set.allowPublishForClient(),
                set.allowPublishForSubscriber(),
                set.allowPublishForAnonymous());
    }

    boolean mayReadHistory(ServerChannel channel, String user, boolean subscribed) {
        var set = channel.options().history();
        return allowed(
                user,
                subscribed,
                set.allowHistoryForClient(),
                set.allowHistoryForSubscriber(),
                set.allowHistoryForAnonymous());
    }

    boolean mayReadPresence(ServerChannel channel, String user, boolean subscribed) {
        var set = channel.options().presence();
        return allowed(
                user,
                subscribed,
                set.allowPresenceForClient(),
                set.allowPresenceForSubscriber(),
                set.allowPresenceForAnonymous());
    }

    /** True if a backend authorizes subscriptions. The names of private and user-limited channels already decide. */
    boolean isDecidedByBackend(ServerChannel channel) {
        return channel.options().proxies().subscribeProxyEnabled() && !channel.isPrivate() && !isOfUsers(channel);
    }

    /** False for private channels, and for channels that are limited to other users. */
    boolean maySubscribe(ServerChannel channel, String user) {
        if (channel.isPrivate()) {
            return false;
        }
        var set = channel.options().subscribing();
        var users = channel.users();
        if (users != null && isOfUsers(channel)) {
            return !user.isEmpty() && users.contains(user);
        }
        return insecure || (set.allowSubscribeForClient() && (!user.isEmpty() || set.allowSubscribeForAnonymous()));
    }

    private static boolean isOfUsers(ServerChannel channel) {
        return channel.users() != null && channel.options().subscribing().allowUserLimitedChannels();
    }

    private boolean allowed(
            String user, boolean subscribed, boolean forClient, boolean forSubscriber, boolean forAnonymous) {
        return insecure || ((forClient || (subscribed && forSubscriber)) && (!user.isEmpty() || forAnonymous));
    }
}
