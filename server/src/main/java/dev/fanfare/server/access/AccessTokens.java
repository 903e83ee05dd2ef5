package dev.fanfare.server.access;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.server.token.TokenVerifier;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the tokens of clients and determines the reply to invalid ones. Thread-safe.
 *
 * @param connections verifies connection tokens
 * @param subscriptions verifies subscription tokens; may be the same
 */
public record AccessTokens(TokenVerifier connections, TokenVerifier subscriptions) {
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    /** Applies a function to the claims of a connection token. */
    <T> CompletionStage<T> connection(String token, Function<ConnectionClaims, T> next) {
        return verified(connections.connection(token), DisconnectReason.INVALID_TOKEN, next);
    }

    /** Applies a function to the claims of a subscription token, which must match the client and the channel. */
    <T> CompletionStage<T> subscription(
            ConnectedClient client, String channel, String token, Function<SubscriptionClaims, T> next) {
        return verified(subscriptions.subscription(token), null, claims -> {
            boolean fits = claims.user().equals(client.user())
                    && claims.channel().equals(channel)
                    && claims.client().map(client.id()::equals).orElse(true);
            if (!fits) {
                throw new DisconnectException(DisconnectReason.INVALID_TOKEN);
            }
            return next.apply(claims);
        });
    }

    /** The end that a token sets; the client must renew it. */
    static Expiry expiry(Optional<Instant> at) {
        return at.map(Expiry::at).orElse(Expiry.NEVER);
    }

    /** A refresh with an expired or invalid token closes the connection. */
    static <T> CompletionStage<T> refreshing(DisconnectReason ifExpired, CompletionStage<T> refreshed) {
        return refreshed.exceptionally(failure -> {
            var cause = FailureCause.of(failure);
            if (cause instanceof ErrorReplyException error && error.is(ErrorCode.TOKEN_EXPIRED)) {
                throw new DisconnectException(ifExpired);
            }
            if (cause instanceof ErrorReplyException error && error.is(ErrorCode.PERMISSION_DENIED)) {
                throw new DisconnectException(DisconnectReason.INVALID_TOKEN);
            }
            throw cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
        });
    }

    /** An invalid token results in a disconnect if a reason is given, else in an error. */
    private static <C, T> CompletionStage<T> verified(
            CompletionStage<C> claims, @Nullable DisconnectReason ifInvalid, Function<C, T> next) {
        return claims.handle((read, failure) -> {
            if (failure == null) {
                return next.apply(read);
            }
            var invalid = InvalidTokenException.of(failure);
            LOG.debug("a token was rejected: {}", LogText.of(invalid.getMessage()));
            throw switch (invalid.reason()) {
                case EXPIRED -> new ErrorReplyException(ErrorCode.TOKEN_EXPIRED);
                case UNAVAILABLE -> new ErrorReplyException(ErrorCode.INTERNAL);
                case INVALID ->
                    ifInvalid == null
                            ? new ErrorReplyException(ErrorCode.PERMISSION_DENIED)
                            : new DisconnectException(ifInvalid);
            };
        });
    }
}
