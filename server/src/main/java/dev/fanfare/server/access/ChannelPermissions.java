package dev.fanfare.server.access;

import dev.fanfare.server.channel.ServerChannel;

/**
 * The permissions of users without a token for a channel. Immutable.
 *
 * @param insecure whether everything is allowed
 */
record ChannelPermissions(boolean insecure) {
    private static final Ruling INSECURE = Ruling.allow("client.insecure is set");
    private static final Ruling PRIVATE =
            Ruling.refuse("the channel is private (channel.private-prefix): a subscription token is required");
    private static final Ruling AMONG_USERS = Ruling.allow("the name of the channel contains the user");
    private static final Ruling NOT_AMONG_USERS =
            Ruling.refuse("the name of the channel limits it to other users (allow-user-limited-channels)");
    private static final Rulings SUBSCRIBE = new Rulings("subscribe");
    private static final Rulings PUBLISH = new Rulings("publish");
    private static final Rulings HISTORY = new Rulings("history");
    private static final Rulings PRESENCE = new Rulings("presence");

    /** The possible decisions about an operation by its options. */
    private record Rulings(Ruling client, Ruling subscriber, Ruling anonymous, Ruling notSubscribed, Ruling never) {
        Rulings(String operation) {
            this(
                    Ruling.allow("allow-" + operation + "-for-client is set"),
                    Ruling.allow("allow-" + operation + "-for-subscriber is set"),
                    Ruling.refuse("the user is anonymous, and allow-" + operation + "-for-anonymous is not set"),
                    Ruling.refuse("allow-" + operation + "-for-subscriber requires a subscription"),
                    Ruling.refuse("allow-" + operation + "-for-client is not set"));
        }

        Ruling of(String user, boolean subscribed, boolean forClient, boolean forSubscriber, boolean forAnonymous) {
            if (!forClient && !(subscribed && forSubscriber)) {
                return forSubscriber ? notSubscribed : never;
            }
            if (user.isEmpty() && !forAnonymous) {
                return anonymous;
            }
            return forClient ? client : subscriber;
        }
    }

    Ruling publish(ServerChannel channel, String user, boolean subscribed) {
        var set = channel.options().publishing();
        return insecure
                ? INSECURE
                : PUBLISH.of(
                        user,
                        subscribed,
                        set.allowPublishForClient(),
                        set.allowPublishForSubscriber(),
                        set.allowPublishForAnonymous());
    }

    Ruling readHistory(ServerChannel channel, String user, boolean subscribed) {
        var set = channel.options().history();
        return insecure
                ? INSECURE
                : HISTORY.of(
                        user,
                        subscribed,
                        set.allowHistoryForClient(),
                        set.allowHistoryForSubscriber(),
                        set.allowHistoryForAnonymous());
    }

    Ruling readPresence(ServerChannel channel, String user, boolean subscribed) {
        var set = channel.options().presence();
        return insecure
                ? INSECURE
                : PRESENCE.of(
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

    /** Refuses private channels, and channels that are limited to other users. */
    Ruling subscribe(ServerChannel channel, String user) {
        if (channel.isPrivate()) {
            return PRIVATE;
        }
        var users = channel.users();
        if (users != null && isOfUsers(channel)) {
            return !user.isEmpty() && users.contains(user) ? AMONG_USERS : NOT_AMONG_USERS;
        }
        var set = channel.options().subscribing();
        return insecure
                ? INSECURE
                : SUBSCRIBE.of(user, false, set.allowSubscribeForClient(), false, set.allowSubscribeForAnonymous());
    }

    private static boolean isOfUsers(ServerChannel channel) {
        return channel.users() != null && channel.options().subscribing().allowUserLimitedChannels();
    }
}
