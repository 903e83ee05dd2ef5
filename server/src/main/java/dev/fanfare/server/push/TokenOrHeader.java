package dev.fanfare.server.push;

import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.app.security.Authenticator;
import dev.fanfare.app.security.BearerCredentials;
import dev.fanfare.core.node.Node;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.server.config.ClientOptions;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.TokenVerifier;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates plain WebSocket clients like SDK clients: by the header of a trusted proxy, or by a connection token in {@code
 * Authorization: Bearer} or the query parameter {@code token}. Requires a user. Thread-safe.
 */
final class TokenOrHeader implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(TokenOrHeader.class);
    private static final String QUERY_PARAMETER = "token";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Supplier<ClientOptions> options;
    private final Node node;
    private final Supplier<TokenVerifier> tokens;

    TokenOrHeader(Supplier<ClientOptions> options, Node node, Supplier<TokenVerifier> tokens) {
        this.options = options;
        this.node = node;
        this.tokens = tokens;
    }

    @Override
    public Optional<Principal> authenticate(Request request) {
        var token = BearerCredentials.token(request, QUERY_PARAMETER);
        var found = token.isPresent() ? byToken(token.get()) : byHeader(request);
        found.ifPresent(this::requireFreeConnection);
        return found;
    }

    @Override
    public String challenge(Request request) {
        return BearerCredentials.challenge(request, QUERY_PARAMETER);
    }

    private void requireFreeConnection(Principal principal) {
        int limit = options.get().limits().userConnectionLimit();
        if (limit > 0 && node.clients().ofUser(principal.user()).size() >= limit) {
            throw new RequestRefusedException(TOO_MANY_REQUESTS, "the user has too many connections");
        }
    }

    private Optional<Principal> byHeader(Request request) {
        var name = options.get().access().userIdHttpHeader();
        return name.isEmpty()
                ? Optional.empty()
                : request.header(name).filter(user -> !user.isEmpty()).map(Principal::of);
    }

    private Optional<Principal> byToken(String token) {
        try {
            return principal(
                    tokens.get().connection(token).toCompletableFuture().join());
        } catch (CompletionException refused) {
            var invalid = InvalidTokenException.of(refused);
            LOG.debug("a token was rejected: {}", LogText.of(invalid.getMessage()));
            if (invalid.reason() == InvalidTokenException.Reason.UNAVAILABLE) {
                throw new RequestRefusedException(UNAVAILABLE, "the token cannot be verified now; retry later");
            }
            return Optional.empty();
        }
    }

    private static Optional<Principal> principal(ConnectionClaims claims) {
        if (claims.user().isEmpty()) {
            return Optional.empty();
        }
        var principal = Principal.of(claims.user());
        return Optional.of(claims.expireAt().map(principal::expiringAt).orElse(principal));
    }
}
