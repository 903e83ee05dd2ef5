package dev.fanfare.app.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parsed signed token (RFC 7515, 7.1). Its claims are not trustworthy before {@link #requireSignature}. Immutable;
 * every method that rejects the token throws {@link InvalidTokenException}.
 */
public final class SignedToken {
    private static final int MAX_CHARS = 16 * 1024;
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");
    private static final Set<JWSAlgorithm> SUPPORTED = Set.of(
            JWSAlgorithm.HS256,
            JWSAlgorithm.HS384,
            JWSAlgorithm.HS512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    private final JWSObject jws;
    private final TokenClaims claims;

    private SignedToken(JWSObject jws, TokenClaims claims) {
        this.jws = jws;
        this.claims = claims;
    }

    /** Parses the compact form. */
    public static SignedToken parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw InvalidTokenException.invalid("expected at most " + MAX_CHARS + " characters, got " + text.length());
        }
        if (!COMPACT.matcher(text).matches()) {
            throw InvalidTokenException.invalid("expected three base64url parts separated by dots");
        }
        try {
            var jws = JWSObject.parse(text);
            checkHeader(jws);
            return new SignedToken(jws, claims(jws));
        } catch (ParseException | IllegalArgumentException malformed) {
            // Includes the algorithm "none", which JWSObject does not accept (RFC 8725, 3.2).
            throw InvalidTokenException.invalid("the header is malformed or declares no signature");
        }
    }

    /** Returns the id of the key that signed the token (RFC 7515, 4.1.4). */
    public Optional<String> keyId() {
        return Optional.ofNullable(jws.getHeader().getKeyID()).filter(id -> !id.isEmpty());
    }

    public TokenClaims claims() {
        return claims;
    }

    /** Rejects the token unless one of these keys signed it with an algorithm of that key. */
    public void requireSignature(List<TokenKey> keys) {
        var algorithm = jws.getHeader().getAlgorithm();
        var candidates = keys.stream().filter(key -> key.supports(algorithm)).toList();
        if (candidates.isEmpty()) {
            throw InvalidTokenException.invalid("no key is available for " + algorithm);
        }
        if (candidates.stream().noneMatch(key -> key.verifies(jws))) {
            throw InvalidTokenException.invalid("the " + algorithm + " signature does not match a key");
        }
    }

    /**
     * Rejects the token at and after its expiry and before its start (RFC 7519, 4.1.4 and 4.1.5), without tolerance for
     * different clocks. Nimbus's {@code DefaultJWTClaimsVerifier} is not used: without tolerance it rejects a token at the
     * very moment of {@code nbf}, and it ignores fractions of seconds.
     */
    public void requireValidAt(Instant now) {
        claims.time("exp").filter(exp -> !now.isBefore(exp)).ifPresent(exp -> {
            throw InvalidTokenException.expired("the token expired at " + exp);
        });
        claims.time("nbf").filter(now::isBefore).ifPresent(nbf -> {
            throw InvalidTokenException.expired("the token is not valid before " + nbf);
        });
    }

    private static void checkHeader(JWSObject jws) {
        var header = jws.getHeader();
        if (!SUPPORTED.contains(header.getAlgorithm())) {
            throw InvalidTokenException.invalid("the algorithm is not supported");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            // No extension is supported, so every critical one must be rejected (RFC 7515, 4.1.11).
            throw InvalidTokenException.invalid("the header has an unsupported critical parameter");
        }
        if ("JWT".equalsIgnoreCase(header.getContentType())) {
            throw InvalidTokenException.invalid("nested tokens are not supported");
        }
    }

    private static TokenClaims claims(JWSObject jws) {
        try {
            if (TokenClaims.JSON.readTree(jws.getPayload().toBytes()) instanceof ObjectNode object) {
                return new TokenClaims("", object);
            }
        } catch (JacksonException malformed) {
            throw InvalidTokenException.invalid("the claims are not valid JSON, or a name occurs twice");
        }
        throw InvalidTokenException.invalid("the claims are not a JSON object");
    }
}
