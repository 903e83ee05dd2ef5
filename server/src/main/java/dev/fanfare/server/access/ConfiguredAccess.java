package dev.fanfare.server.access;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.node.Node;
import dev.fanfare.protocol.centrifuge.access.Admission;
import dev.fanfare.protocol.centrifuge.access.CentrifugeAccess;
import dev.fanfare.protocol.centrifuge.access.CentrifugeClient;
import dev.fanfare.protocol.centrifuge.access.ConnectAttempt;
import dev.fanfare.protocol.centrifuge.access.Expiry;
import dev.fanfare.protocol.centrifuge.access.Grant;
import dev.fanfare.protocol.centrifuge.access.PublishGrant;
import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnect;
import dev.fanfare.protocol.centrifuge.message.CentrifugeError;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.DisconnectCode;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import dev.fanfare.server.channel.Namespaces;
import dev.fanfare.server.channel.ServerChannel;
import dev.fanfare.server.config.ClientOptions;
import dev.fanfare.server.token.InvalidToken;
import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.server.token.TokenVerifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by tokens first, and then by what is set for clients and channels. Thread-safe. */
public final class ConfiguredAccess implements CentrifugeAccess {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredAccess.class);

    private final Namespaces namespaces;
    private final TokenVerifier connectionTokens;
    private final TokenVerifier subscriptionTokens;
    private final ChannelPermissions permissions;
    private final Admissions admissions;

    /**
     * Decisions for the clients of this node.
     *
     * @param subscriptionTokens may be the same as the one for connections
     */
    public ConfiguredAccess(
            ClientOptions set,
            Namespaces namespaces,
            Node node,
            TokenVerifier connectionTokens,
            TokenVerifier subscriptionTokens) {
        this.namespaces = namespaces;
        this.connectionTokens = connectionTokens;
        this.subscriptionTokens = subscriptionTokens;
        this.permissions = new ChannelPermissions(set.access().insecure());
        this.admissions = new Admissions(set, namespaces, permissions, node);
    }

    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        var token = attempt.command().token();
        return token.isEmpty()
                ? CompletableFuture.completedStage(admissions.withoutToken(attempt))
                : verified(
                        connectionTokens.connection(token),
                        DisconnectCode.INVALID_TOKEN,
                        claims -> admissions.of(claims, attempt));
    }

    @Override
    public CompletionStage<Grant> subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        var channel = namespaces.of(wanted.channel());
        if (!wanted.token().isEmpty()) {
            return verifiedSubscription(client, wanted.channel(), wanted.token())
                    .thenApply(claims -> admissions.grants().byToken(channel, client.user(), claims));
        }
        if (!permissions.maySubscribe(channel, client.user())) {
            throw new CentrifugeError(ErrorCode.PERMISSION_DENIED);
        }
        return CompletableFuture.completedStage(admissions.grants().of(channel, client.user()));
    }

    @Override
    public CompletionStage<PublishGrant> publish(CentrifugeClient client, String name, Payload data) {
        var channel = namespaces.of(name);
        return allowed(permissions.mayPublish(channel, client.user(), client.isSubscribed(name)), data);
    }

    @Override
    public CompletionStage<Void> presence(CentrifugeClient client, String name) {
        return allowed(isAllowed(client, name, permissions::mayAskPresence));
    }

    @Override
    public CompletionStage<Void> history(CentrifugeClient client, String name) {
        return allowed(isAllowed(client, name, permissions::mayReadHistory));
    }

    @Override
    public CompletionStage<Expiry> refresh(CentrifugeClient client, String token) {
        return expiredAs(
                DisconnectCode.EXPIRED,
                verified(connectionTokens.connection(token), DisconnectCode.INVALID_TOKEN, claims -> {
                    if (!claims.user().equals(client.user())) {
                        throw new CentrifugeDisconnect(DisconnectCode.INVALID_TOKEN);
                    }
                    return Tokens.expiry(claims.expireAt());
                }));
    }

    @Override
    public CompletionStage<Expiry> refreshSubscription(CentrifugeClient client, String channel, String token) {
        return expiredAs(
                DisconnectCode.SUBSCRIPTION_EXPIRED,
                verifiedSubscription(client, channel, token).thenApply(claims -> Tokens.expiry(claims.expireAt())));
    }

    /** One question about a channel. */
    @FunctionalInterface
    private interface Question {
        boolean ask(ServerChannel channel, String user, boolean subscribed);
    }

    private boolean isAllowed(CentrifugeClient client, String name, Question question) {
        return question.ask(namespaces.of(name), client.user(), client.isSubscribed(name));
    }

    private CompletionStage<SubscriptionClaims> verifiedSubscription(
            CentrifugeClient client, String channel, String token) {
        return verified(subscriptionTokens.subscription(token), null, claims -> {
            boolean fits = claims.user().equals(client.user())
                    && claims.channel().equals(channel)
                    && claims.client().map(client.id()::equals).orElse(true);
            if (!fits) {
                throw new CentrifugeDisconnect(DisconnectCode.INVALID_TOKEN);
            }
            return claims;
        });
    }

    /** A token that is no good is an error, or ends the connection where a code for that is given. */
    private static <C, T> CompletionStage<T> verified(
            CompletionStage<C> claims, @Nullable DisconnectCode ifInvalid, Function<C, T> next) {
        return claims.handle((read, failure) -> {
            if (failure == null) {
                return next.apply(read);
            }
            var invalid = InvalidToken.of(failure);
            LOG.debug("a token is not accepted: {}", invalid.getMessage());
            throw switch (invalid.reason()) {
                case EXPIRED -> new CentrifugeError(ErrorCode.TOKEN_EXPIRED);
                case UNAVAILABLE -> new CentrifugeError(ErrorCode.INTERNAL);
                case INVALID ->
                    ifInvalid == null
                            ? new CentrifugeError(ErrorCode.PERMISSION_DENIED)
                            : new CentrifugeDisconnect(ifInvalid);
            };
        });
    }

    /** A refresh by an expired token, or by one that is no good, ends what it should have refreshed. */
    private static CompletionStage<Expiry> expiredAs(DisconnectCode code, CompletionStage<Expiry> refreshed) {
        return refreshed.exceptionally(failure -> {
            var cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof CentrifugeError error && error.reply().code() == ErrorCode.TOKEN_EXPIRED.code()) {
                throw new CentrifugeDisconnect(code);
            }
            if (cause instanceof CentrifugeError error && error.reply().code() == ErrorCode.PERMISSION_DENIED.code()) {
                throw new CentrifugeDisconnect(DisconnectCode.INVALID_TOKEN);
            }
            throw cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
        });
    }

    private static CompletionStage<Void> allowed(boolean is) {
        return is
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(new CentrifugeError(ErrorCode.PERMISSION_DENIED));
    }

    private static CompletionStage<PublishGrant> allowed(boolean is, Payload data) {
        return is
                ? CompletableFuture.completedStage(PublishGrant.of(data))
                : CompletableFuture.failedStage(new CentrifugeError(ErrorCode.PERMISSION_DENIED));
    }
}
