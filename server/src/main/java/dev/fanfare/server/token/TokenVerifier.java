package dev.fanfare.server.token;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Reads tokens (JWT, RFC 7519) that let clients in and subscribe. Stages fail with {@link InvalidTokenException} itself; behind
 * further stages the JDK wraps it, see {@link InvalidTokenException#of}. Thread-safe.
 */
public final class TokenVerifier implements AutoCloseable {
    private final ClaimMatch audience;
    private final ClaimMatch issuer;
    private final TimeRules times;
    private final ClaimDecoder decoder;
    private final Signatures signatures;

    /**
     * One by these settings.
     *
     * @throws IllegalArgumentException when a setting is wrong, with words that show no secret
     */
    public TokenVerifier(TokenSettings settings, InstantSource clock) {
        this.audience = settings.audience();
        this.issuer = settings.issuer();
        this.times = new TimeRules(clock, settings.leeway());
        this.decoder = new ClaimDecoder(settings.userIdClaim());
        this.signatures = signatures(settings, clock);
    }

    private static Signatures signatures(TokenSettings settings, InstantSource clock) {
        var jwks = settings.jwks();
        if (jwks == null) {
            return new ConfiguredSignatures(settings, clock);
        }
        var groups = new HashSet<>(settings.issuer().groups());
        groups.addAll(settings.audience().groups());
        return new JwksSignatures(jwks, groups, clock);
    }

    /** What this connection token says; complete at once unless keys have to be fetched. */
    public CompletionStage<ConnectionClaims> connection(String token) {
        return verify(token, decoder::connection);
    }

    /** What this subscription token says; complete at once unless keys have to be fetched. */
    public CompletionStage<SubscriptionClaims> subscription(String token) {
        return verify(token, decoder::subscription);
    }

    private <T> CompletionStage<T> verify(String text, Function<ClaimReader, T> decode) {
        var result = new CompletableFuture<T>();
        completing(result, () -> {
            var token = SignedToken.parse(text);
            // Issuer and audience first: they say where the keys are, and nobody else's token makes us fetch any.
            var groups = groups(token.claims());
            signatures
                    .check(token, groups)
                    .whenComplete((good, failure) -> completing(result, () -> {
                        if (failure != null) {
                            throw InvalidTokenException.of(failure);
                        }
                        times.check(token.claims());
                        result.complete(decode.apply(token.claims()));
                    }));
        });
        return result;
    }

    private static void completing(CompletableFuture<?> result, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            result.completeExceptionally(InvalidTokenException.of(failure));
        }
    }

    private Map<String, String> groups(ClaimReader claims) {
        var issued = issuer.match(claims.text("iss").stream().toList());
        var meant = audience.match(claims.texts("aud"));
        var groups = new HashMap<>(
                issued.orElseThrow(() -> InvalidTokenException.invalid("the token is of another issuer")));
        groups.putAll(
                meant.orElseThrow(() -> InvalidTokenException.invalid("the token is meant for another audience")));
        return groups;
    }

    /** Ends fetching of keys; tokens that wait for some are unavailable. */
    @Override
    public void close() {
        signatures.close();
    }
}
