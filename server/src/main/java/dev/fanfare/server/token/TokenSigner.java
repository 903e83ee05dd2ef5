package dev.fanfare.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.fanfare.app.jwt.TokenClaims;
import dev.fanfare.server.config.TokenOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Creates tokens that a {@link TokenVerifier} with the same options accepts, signed with the HMAC secret (HS256). Meant for
 * experiments and tests; in production, the backend creates the tokens. Thread-safe.
 */
public final class TokenSigner {
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    private final TokenOptions options;
    private final InstantSource clock;
    private final JWSSigner signer;

    /**
     * A signer with these options.
     *
     * @throws IllegalArgumentException if no HMAC secret is configured, or it is too short
     */
    public TokenSigner(TokenOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.signer = signer(options);
    }

    private static JWSSigner signer(TokenOptions options) {
        if (!options.hmacSecretKey().isSet()) {
            throw new IllegalArgumentException("creating a token requires an HMAC secret: set hmac-secret-key");
        }
        try {
            return new MACSigner(options.hmacSecretKey().text().getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("hmac-secret-key must have at least 32 bytes", tooShort);
        }
    }

    /** Creates a connection token. */
    public String connection(ConnectionClaims claims) {
        var writer = common(claims.user(), claims.expireAt());
        writer.connection(claims);
        return sign(writer);
    }

    /** Creates a subscription token. */
    public String subscription(SubscriptionClaims claims) {
        var writer = common(claims.user(), claims.expireAt());
        writer.subscription(claims);
        return sign(writer);
    }

    private ClaimWriter common(String user, Optional<Instant> expireAt) {
        var writer = ClaimWriter.create();
        writer.text(options.userIdClaim().isEmpty() ? "sub" : options.userIdClaim(), user);
        writer.time("iat", clock.instant());
        expireAt.ifPresent(at -> writer.time("exp", at));
        if (!options.issuer().isEmpty()) {
            writer.text("iss", options.issuer());
        }
        if (!options.audience().isEmpty()) {
            writer.text("aud", options.audience());
        }
        return writer;
    }

    private String sign(ClaimWriter writer) {
        try {
            var jws = new JWSObject(HEADER, new Payload(TokenClaims.JSON.writeValueAsBytes(writer.claims())));
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException unfit) {
            throw new IllegalStateException("the secret cannot be used for HS256", unfit);
        }
    }
}
