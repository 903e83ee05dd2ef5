package dev.fanfare.server.access;

import dev.fanfare.core.node.Node;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.PublishGrant;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.server.channel.Namespaces;
import dev.fanfare.server.channel.ServerChannel;
import dev.fanfare.server.channel.ServerChannels;
import dev.fanfare.server.config.ClientOptions;
import dev.fanfare.server.proxy.Proxies;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Access control by tokens, by backends and by the configuration, in this order. Thread-safe. */
public final class ConfiguredAccess implements AccessControl {
    private final ServerChannels channels;
    private final Namespaces namespaces;
    private final AccessTokens tokens;
    private final Proxies proxies;
    private final ChannelPermissions permissions;
    private final Admissions admissions;

    /** Access control for the clients of a node. */
    public ConfiguredAccess(
            ClientOptions set,
            Namespaces namespaces,
            ServerChannels channels,
            Node node,
            AccessTokens tokens,
            Proxies proxies,
            UserBlocks blocks) {
        this.channels = channels;
        this.namespaces = namespaces;
        this.tokens = tokens;
        this.proxies = proxies;
        this.permissions = new ChannelPermissions(set.access().insecure());
        this.admissions = new Admissions(
                set, namespaces, permissions, node, proxies.connections().hasRefresh(), blocks);
    }

    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        var token = attempt.token();
        if (!token.isEmpty()) {
            return tokens.connection(token, claims -> admissions.of(claims, attempt));
        }
        return proxies.connections().hasConnect()
                ? proxies.connections().connect(attempt).thenApply(answer -> admissions.of(answer, attempt))
                : CompletableFuture.completedStage(admissions.withoutToken(attempt));
    }

    @Override
    public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
        var channel = namespaces.of(attempt.channel());
        var user = client.user();
        var grants = admissions.grants();
        if (!attempt.token().isEmpty()) {
            return tokens.subscription(
                    client, attempt.channel(), attempt.token(), claims -> grants.byToken(channel, user, claims));
        }
        if (permissions.isDecidedByBackend(channel)) {
            return proxies.channels()
                    .subscribe(channel.options().proxies(), client, attempt)
                    .thenApply(answer -> grants.byBackend(channel, user, answer));
        }
        var ruling = permissions.subscribe(channel, user);
        if (!ruling.allowed()) {
            throw denied(ruling);
        }
        return CompletableFuture.completedStage(grants.of(channel, user));
    }

    @Override
    public CompletionStage<PublishGrant> publish(ConnectedClient client, String name, Payload data) {
        var channel = namespaces.of(name);
        var proxy = channel.options().proxies();
        if (proxy.publishProxyEnabled()) {
            return proxies.channels()
                    .publish(proxy, client, name, data, channels.options(name).retention());
        }
        var ruling = permissions.publish(channel, client.user(), client.isSubscribed(name));
        return ruling.allowed()
                ? CompletableFuture.completedStage(PublishGrant.of(data))
                : CompletableFuture.failedStage(denied(ruling));
    }

    @Override
    public CompletionStage<Void> presence(ConnectedClient client, String name) {
        return allowed(client, name, permissions::readPresence);
    }

    @Override
    public CompletionStage<Void> history(ConnectedClient client, String name) {
        return allowed(client, name, permissions::readHistory);
    }

    @Override
    public CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
        return proxies.rpc().call(client, method, data);
    }

    @Override
    public CompletionStage<Expiry> refresh(ConnectedClient client, String token) {
        return AccessTokens.refreshing(DisconnectReason.EXPIRED, tokens.connection(token, claims -> {
            if (!claims.user().equals(client.user())) {
                throw new DisconnectException(DisconnectReason.INVALID_TOKEN);
            }
            return AccessTokens.expiry(claims.expireAt());
        }));
    }

    @Override
    public CompletionStage<Expiry> refreshSubscription(ConnectedClient client, String channel, String token) {
        return AccessTokens.refreshing(
                DisconnectReason.SUBSCRIPTION_EXPIRED,
                tokens.subscription(client, channel, token, claims -> AccessTokens.expiry(claims.expireAt())));
    }

    @Override
    public CompletionStage<Renewal> renew(ConnectedClient client) {
        return proxies.connections().refresh(client);
    }

    @Override
    public CompletionStage<Renewal> renewSubscription(ConnectedClient client, String name) {
        var proxy = namespaces.of(name).options().proxies();
        return proxy.subRefreshProxyEnabled()
                ? proxies.channels().refresh(proxy, client, name)
                : CompletableFuture.completedStage(Renewal.OVER);
    }

    /**
     * Explains what a user may do in a channel without a subscription token. Does not ask a backend.
     *
     * @param subscribed whether the user is assumed to be subscribed
     */
    public Explanation explain(String user, String name, boolean subscribed) {
        ServerChannel channel;
        try {
            channel = namespaces.of(name);
        } catch (ErrorReplyException impossible) {
            return new Explanation(name, impossible.message(), "", null, null, null, null);
        }
        var proxy = channel.options().proxies();
        return new Explanation(
                name,
                null,
                channel.namespace(),
                permissions.isDecidedByBackend(channel)
                        ? Ruling.byBackend("subscribe", proxy.subscribeProxyName())
                        : permissions.subscribe(channel, user),
                proxy.publishProxyEnabled()
                        ? Ruling.byBackend("publish", proxy.publishProxyName())
                        : permissions.publish(channel, user, subscribed),
                permissions.readPresence(channel, user, subscribed),
                permissions.readHistory(channel, user, subscribed));
    }

    /** A permission for a channel. */
    @FunctionalInterface
    private interface Permission {
        Ruling of(ServerChannel channel, String user, boolean subscribed);
    }

    private CompletionStage<Void> allowed(ConnectedClient client, String name, Permission permission) {
        var ruling = permission.of(namespaces.of(name), client.user(), client.isSubscribed(name));
        return ruling.allowed()
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(denied(ruling));
    }

    private static ErrorReplyException denied(Ruling ruling) {
        return ErrorReplyException.by(ErrorCode.PERMISSION_DENIED, ruling.rule());
    }
}
