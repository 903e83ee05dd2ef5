package dev.fanfare.app.security;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows clients by signed tokens (JWT, RFC 7519) in {@code Authorization: Bearer} (RFC 6750, 2.1), or where browsers can't
 * set headers in a query parameter. A token needs a signature by one of the keys, a subject, which becomes the user, and a
 * time of expiry, which becomes the principal's. No token appears in a message. Immutable, thread-safe.
 *
 * {@snippet :
 * var tokens = BearerTokens.verifiedBy(TokenKey.hmac(secret)).issuedBy("https://login.example").fromQuery("token");
 * app.use(Authentication.by(tokens).require());
 * }
 */
public final class BearerTokens implements Authenticator {
    private static final String SCHEME = "Bearer ";

    private final List<TokenKey> keys;
    private final ClaimRules rules;
    private final @Nullable String queryParameter;

    private BearerTokens(List<TokenKey> keys, ClaimRules rules, @Nullable String queryParameter) {
        this.keys = List.copyOf(keys);
        this.rules = rules;
        this.queryParameter = queryParameter;
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one key is needed");
        }
    }

    /** Tokens that one of these keys verifies. */
    public static BearerTokens verifiedBy(TokenKey... keys) {
        return new BearerTokens(List.of(keys), ClaimRules.DEFAULTS, null);
    }

    /** The same; the token has to come from this issuer (RFC 7519, 4.1.1). */
    public BearerTokens issuedBy(String issuer) {
        return new BearerTokens(keys, rules.withIssuer(issuer), queryParameter);
    }

    /**
     * The same; the token has to be meant for this audience. One that is meant for somebody is refused otherwise, for it can't
     * be told whether that is us (RFC 7519, 4.1.3).
     */
    public BearerTokens meantFor(String audience) {
        return new BearerTokens(keys, rules.withAudience(audience), queryParameter);
    }

    /** The same; a token without a time of expiry is valid for ever. */
    public BearerTokens allowingNoExpiry() {
        return new BearerTokens(keys, rules.withoutExpiry(), queryParameter);
    }

    /**
     * The same; without an Authorization header, the token may stand in this query parameter. Whoever logs addresses logs
     * tokens then: let them be short-lived (RFC 6750, 2.3).
     */
    public BearerTokens fromQuery(String parameter) {
        return new BearerTokens(keys, rules, parameter);
    }

    /** The same by another clock. */
    public BearerTokens clock(InstantSource clock) {
        return new BearerTokens(keys, rules.withClock(clock), queryParameter);
    }

    @Override
    public Optional<Principal> authenticate(Request request) {
        return token(request).flatMap(this::verify);
    }

    @Override
    public String challenge() {
        return "Bearer";
    }

    private Optional<String> token(Request request) {
        var header = request.header("authorization");
        if (header.isPresent()) {
            return header.filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                    .map(value -> value.substring(SCHEME.length()).strip());
        }
        return queryParameter == null ? Optional.empty() : request.query(queryParameter);
    }

    private Optional<Principal> verify(String text) {
        try {
            // Refuses what has no signature, the algorithm "none" (RFC 7518, 3.6) among it.
            var token = SignedJWT.parse(text);
            return keys.stream().anyMatch(key -> key.verifies(token))
                    ? accept(token.getJWTClaimsSet())
                    : Optional.empty();
        } catch (ParseException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private Optional<Principal> accept(@Nullable JWTClaimsSet claims) {
        return claims == null ? Optional.empty() : rules.accept(claims);
    }
}
