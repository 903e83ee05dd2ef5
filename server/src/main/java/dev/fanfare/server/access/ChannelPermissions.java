package dev.fanfare.server.access;

import dev.fanfare.server.channel.ServerChannel;

/**
 * What a user may do with a channel without a token that says so. Immutable.
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

    boolean mayAskPresence(ServerChannel channel, String user, boolean subscribed) {
        var set = channel.options().presence();
        return allowed(
                user,
                subscribed,
                set.allowPresenceForClient(),
                set.allowPresenceForSubscriber(),
                set.allowPresenceForAnonymous());
    }

    /** True when a backend says who may subscribe: not where the name says that already. */
    boolean isLeftToBackend(ServerChannel channel) {
        return channel.options().proxies().subscribeProxyEnabled() && !channel.isPrivate() && !isOfUsers(channel);
    }

    /** A private channel, and one of other users, never. */
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
