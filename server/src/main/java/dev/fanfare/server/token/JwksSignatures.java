package dev.fanfare.server.token;

import com.nimbusds.jose.JWSAlgorithm;
import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.server.token.keys.Jwks;
import dev.fanfare.server.token.keys.JwksSettings;
import dev.fanfare.server.token.keys.JwksTemplate;
import dev.fanfare.server.token.keys.JwksUnavailableException;
import dev.fanfare.server.token.keys.VerifyingKey;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Signatures by keys of a key set, which the token's header names. Thread-safe. */
final class JwksSignatures implements Signatures {
    private static final Set<JWSAlgorithm> HMAC = Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);

    private final JwksTemplate template;
    private final Jwks jwks;

    /**
     * One for these settings.
     *
     * @param groups the named groups that issuer and audience may have
     * @throws IllegalArgumentException when the endpoint is wrong or has a place for another group
     */
    JwksSignatures(JwksSettings settings, Set<String> groups, InstantSource clock) {
        this.template = new JwksTemplate(settings.endpoint());
        var unknown = new HashSet<>(template.names());
        unknown.removeAll(groups);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the JWKS endpoint has a place for " + unknown
                    + ", and no regular expression of issuer or audience has a group of that name");
        }
        this.jwks = new Jwks(settings, clock);
    }

    @Override
    public CompletionStage<@Nullable Void> check(SignedToken token, Map<String, String> groups) {
        if (HMAC.contains(token.algorithm())) {
            throw InvalidTokenException.invalid(
                    token.algorithm() + " needs a secret, and keys of a key set are public");
        }
        var kid = token.jws().getHeader().getKeyID();
        if (kid == null || kid.isEmpty()) {
            throw InvalidTokenException.invalid("the token's header names no key (kid)");
        }
        var url = template.resolve(groups)
                .orElseThrow(() -> InvalidTokenException.invalid(
                        "the token's issuer or audience does not fit into the address of keys"));
        return jwks.find(url, kid).handle((keys, failure) -> {
            if (failure != null) {
                throw translated(failure);
            }
            check(token, keys);
            return null;
        });
    }

    private static void check(SignedToken token, List<VerifyingKey> keys) {
        if (keys.isEmpty()) {
            throw InvalidTokenException.invalid("the key set has no key of the name that the token's header has");
        }
        if (keys.stream().noneMatch(key -> key.fits(token.algorithm()))) {
            throw InvalidTokenException.invalid("the key of the key set is not for " + token.algorithm());
        }
        if (keys.stream().noneMatch(key -> key.verifies(token.jws()))) {
            throw InvalidTokenException.invalid(
                    "the " + token.algorithm() + " signature is not by the key of the key set");
        }
    }

    private static InvalidTokenException translated(Throwable failure) {
        var cause = FailureCause.of(failure);
        return InvalidTokenException.unavailable(
                cause instanceof JwksUnavailableException known
                        ? String.valueOf(known.getMessage())
                        : "the keys could not be fetched: " + cause.getClass().getSimpleName());
    }

    @Override
    public void close() {
        jwks.close();
    }
}
