package dev.fanfare.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes tokens that {@link TokenVerifier} accepts by the same settings, signed by the HMAC secret (HS256). For trying
 * things out: a real issuer is the application. Thread-safe.
 */
public final class TokenSigner {
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    private final TokenSettings settings;
    private final InstantSource clock;
    private final JWSSigner signer;

    /**
     * One by these settings.
     *
     * @throws IllegalArgumentException when there is no HMAC secret or it is too short, or the issuer or audience is a
     *     regular expression, for which no text can be made up
     */
    public TokenSigner(TokenSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.signer = signer(settings);
        if (settings.issuer() instanceof ClaimMatch.Regex || settings.audience() instanceof ClaimMatch.Regex) {
            throw new IllegalArgumentException(
                    "tokens can't be made for an issuer or audience that is a regular expression");
        }
    }

    private static JWSSigner signer(TokenSettings settings) {
        var hmac = settings.hmac();
        if (hmac == null) {
            throw new IllegalArgumentException("tokens are made by the HMAC secret, and none is configured");
        }
        try {
            return new MACSigner(hmac.current().getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("an HMAC secret has at least 32 bytes", tooShort);
        }
    }

    /** A token that lets a client connect. */
    public String connection(ConnectionClaims claims) {
        var writer = common(claims.user(), claims.expireAt());
        writer.connection(claims);
        return sign(writer);
    }

    /** A token that lets a client subscribe to one channel. */
    public String subscription(SubscriptionClaims claims) {
        var writer = common(claims.user(), claims.expireAt());
        writer.subscription(claims);
        return sign(writer);
    }

    private ClaimWriter common(String user, Optional<Instant> expireAt) {
        var writer = ClaimWriter.create();
        writer.text(settings.userIdClaim(), user);
        writer.time("iat", clock.instant());
        expireAt.ifPresent(at -> writer.time("exp", at));
        if (settings.issuer() instanceof ClaimMatch.Exactly issuer) {
            writer.text("iss", issuer.value());
        }
        if (settings.audience() instanceof ClaimMatch.Exactly audience) {
            writer.text("aud", audience.value());
        }
        return writer;
    }

    private String sign(ClaimWriter writer) {
        try {
            var jws = new JWSObject(HEADER, new Payload(ClaimJson.MAPPER.writeValueAsBytes(writer.claims())));
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException unfit) {
            throw new IllegalStateException("the secret is not fit for HS256", unfit);
        }
    }
}
