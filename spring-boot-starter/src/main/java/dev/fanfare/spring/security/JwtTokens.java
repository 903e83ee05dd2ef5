package dev.fanfare.spring.security;

import dev.fanfare.app.Request;
import dev.fanfare.app.security.BearerCredentials;
import dev.fanfare.model.monitoring.LogText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Authenticates clients by the bearer tokens of the resource server. A client is disconnected with 3005 when its token expires.
 * Thread-safe.
 */
public final class JwtTokens implements AuthenticationSource {
    private static final Logger LOG = LoggerFactory.getLogger(JwtTokens.class);

    private final JwtDecoder decoder;
    private final Converter<Jwt, AbstractAuthenticationToken> converter;
    private final @Nullable String parameter;

    /**
     * Creates a source.
     *
     * @param decoder verifies the tokens
     * @param converter determines user and authorities
     * @param parameter a query parameter with the token, for browsers; null to accept the Authorization header only
     */
    public JwtTokens(
            JwtDecoder decoder, Converter<Jwt, AbstractAuthenticationToken> converter, @Nullable String parameter) {
        this.decoder = decoder;
        this.converter = converter;
        this.parameter = parameter;
    }

    @Override
    public Optional<Found> find(Request request) {
        return BearerCredentials.token(request, parameter).flatMap(this::verified);
    }

    private Optional<Found> verified(String token) {
        try {
            var jwt = decoder.decode(token);
            return Optional.ofNullable(converter.convert(jwt)).map(user -> new Found(user, jwt.getExpiresAt()));
        } catch (BadJwtException invalid) {
            LOG.debug("rejected a bearer token: {}", LogText.of(String.valueOf(invalid.getMessage())));
            return Optional.empty();
        }
    }
}
