package dev.fanfare.app.security;

import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.app.jwt.SignedToken;
import dev.fanfare.app.jwt.TokenClaims;
import dev.fanfare.app.jwt.TokenKey;
import dev.fanfare.model.monitoring.LogText;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Authenticates requests by signed tokens (JWT, RFC 7519) in {@code Authorization: Bearer} (RFC 6750, 2.1) or, for browsers,
 * which cannot set headers of a handshake, in a query parameter. Immutable, thread-safe.
 *
 * <p>A token needs a signature by one of the keys, a subject, which becomes the user, and an expiry, which becomes the expiry
 * of the principal. Other claims become attributes. The reason for rejecting a token is logged at debug, without the token.
 *
 * {@snippet :
 * var tokens = BearerTokens.verifiedBy(TokenKey.hmac(secret)).issuedBy("https://login.example").fromQuery("token");
 * app.use(Authentication.by(tokens).require());
 * }
 */
public final class BearerTokens implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);
    private static final Set<String> NO_ATTRIBUTES = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "name");

    private final List<TokenKey> keys;
    private final @Nullable String issuer;
    private final @Nullable String audience;
    private final boolean expiryRequired;
    private final @Nullable String queryParameter;
    private final InstantSource clock;

    private BearerTokens(
            List<TokenKey> keys,
            @Nullable String issuer,
            @Nullable String audience,
            boolean expiryRequired,
            @Nullable String queryParameter,
            InstantSource clock) {
        this.keys = List.copyOf(keys);
        this.issuer = issuer;
        this.audience = audience;
        this.expiryRequired = expiryRequired;
        this.queryParameter = queryParameter;
        this.clock = clock;
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("expected at least one key");
        }
    }

    /** Accepts tokens that one of these keys verifies. */
    public static BearerTokens verifiedBy(TokenKey... keys) {
        return new BearerTokens(List.of(keys), null, null, true, null, InstantSource.system());
    }

    /** Requires this issuer (RFC 7519, 4.1.1). */
    public BearerTokens issuedBy(String other) {
        return new BearerTokens(keys, other, audience, expiryRequired, queryParameter, clock);
    }

    /** Requires this audience (RFC 7519, 4.1.3). By default, a token with an audience is rejected. */
    public BearerTokens meantFor(String other) {
        return new BearerTokens(keys, issuer, other, expiryRequired, queryParameter, clock);
    }

    /** Accepts tokens without an expiry, which never expire. */
    public BearerTokens allowingNoExpiry() {
        return new BearerTokens(keys, issuer, audience, false, queryParameter, clock);
    }

    /**
     * Accepts a token in this query parameter if the request has no Authorization header. Query strings end up in access logs:
     * use short-lived tokens (RFC 6750, 2.3).
     */
    public BearerTokens fromQuery(String parameter) {
        return new BearerTokens(keys, issuer, audience, expiryRequired, parameter, clock);
    }

    /** Uses another clock. */
    public BearerTokens clock(InstantSource other) {
        return new BearerTokens(keys, issuer, audience, expiryRequired, queryParameter, other);
    }

    @Override
    public Optional<Principal> authenticate(Request request) {
        return BearerCredentials.token(request, queryParameter).flatMap(this::verify);
    }

    @Override
    public String challenge(Request request) {
        return BearerCredentials.challenge(request, queryParameter);
    }

    private Optional<Principal> verify(String text) {
        try {
            var token = SignedToken.parse(text);
            token.requireSignature(keys);
            token.requireValidAt(clock.instant());
            return Optional.of(principal(token.claims()));
        } catch (InvalidTokenException invalid) {
            LOG.debug("rejected a bearer token: {}", LogText.of(invalid.getMessage()));
            return Optional.empty();
        }
    }

    private Principal principal(TokenClaims claims) {
        requireIssuerAndAudience(claims);
        var expiry = claims.time("exp");
        if (expiry.isEmpty() && expiryRequired) {
            throw InvalidTokenException.invalid("expected an expiry (exp)");
        }
        var subject = claims.text("sub")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> InvalidTokenException.invalid("expected a subject (sub)"));
        var name = claims.json("name")
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .orElse(subject);
        return new Principal(subject, name, attributes(claims), expiry.orElse(null));
    }

    private void requireIssuerAndAudience(TokenClaims claims) {
        claims.requireIssuer(issuer);
        claims.requireAudience(audience);
        if (audience == null && !claims.texts("aud").isEmpty()) {
            throw InvalidTokenException.invalid("expected no audience: call meantFor() to accept one");
        }
    }

    /** The unregistered claims: strings as they are, other values as JSON. */
    private static Map<String, String> attributes(TokenClaims claims) {
        var attributes = new HashMap<String, String>();
        for (var name : claims.names()) {
            if (!NO_ATTRIBUTES.contains(name)) {
                claims.json(name)
                        .ifPresent(value -> attributes.put(
                                name,
                                value.isString() ? value.stringValue() : TokenClaims.JSON.writeValueAsString(value)));
            }
        }
        return attributes;
    }
}
