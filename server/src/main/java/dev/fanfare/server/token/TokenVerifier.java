package dev.fanfare.server.token;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.app.jwt.RemoteKeySet;
import dev.fanfare.app.jwt.SignedToken;
import dev.fanfare.app.jwt.TokenClaims;
import dev.fanfare.app.jwt.TokenKey;
import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.server.config.TokenOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and reads connection and subscription tokens. Uses the configured keys or, if a key set is configured, its keys
 * alone. Stages fail with {@link InvalidTokenException}, possibly wrapped; see {@link InvalidTokenException#of}. Thread-safe.
 */
public final class TokenVerifier implements AutoCloseable {
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(1);

    private final TokenOptions options;
    private final InstantSource clock;
    private final ClaimDecoder decoder;
    private final List<TokenKey> keys;
    private final @Nullable TokenKey previousKey;
    private final @Nullable KeySetFetch fetch;
    private final @Nullable RemoteKeySet keySet;

    /**
     * A verifier with these options.
     *
     * @throws IllegalArgumentException if a key or URL cannot be used; the message contains no secret
     */
    public TokenVerifier(TokenOptions options, InstantSource clock) {
        this(options, clock, FETCH_TIMEOUT);
    }

    /** @param fetchTimeout limits each request for a key set */
    TokenVerifier(TokenOptions options, InstantSource clock, Duration fetchTimeout) {
        this.options = options;
        this.clock = clock;
        this.decoder = new ClaimDecoder(options.userIdClaim().isEmpty() ? "sub" : options.userIdClaim());
        this.keys = keys(options);
        var previous = options.hmacPreviousSecretKey();
        this.previousKey = previous.isSet() ? TokenOptions.hmac(previous.text()) : null;
        var url = options.jwksPublicEndpoint();
        this.fetch = url.isSet() ? new KeySetFetch(url.url(), fetchTimeout) : null;
        this.keySet = fetch == null ? null : new RemoteKeySet(fetch::fetch, clock);
    }

    /** Verifies and reads a connection token; completes at once unless a key set has to be fetched. */
    public CompletionStage<ConnectionClaims> connection(String token) {
        return verify(token, decoder::connection);
    }

    /** Verifies and reads a subscription token; completes at once unless a key set has to be fetched. */
    public CompletionStage<SubscriptionClaims> subscription(String token) {
        return verify(token, decoder::subscription);
    }

    private <T> CompletionStage<T> verify(String text, Function<TokenClaims, T> decode) {
        return Stages.call(() -> {
            var token = SignedToken.parse(text);
            // First, so that a token for another recipient does not cause a fetch.
            requireIssuerAndAudience(token.claims());
            return keys(token).thenApply(candidates -> {
                token.requireSignature(candidates);
                requireTime(token);
                return decode.apply(token.claims());
            });
        });
    }

    /** If no audience is configured, tokens for any audience are accepted, as by Centrifugo. */
    private void requireIssuerAndAudience(TokenClaims claims) {
        claims.requireIssuer(options.issuer().isEmpty() ? null : options.issuer());
        claims.requireAudience(options.audience().isEmpty() ? null : options.audience());
    }

    private CompletionStage<List<TokenKey>> keys(SignedToken token) {
        if (keySet == null) {
            return CompletableFuture.completedStage(configuredKeys());
        }
        var id = token.keyId().orElseThrow(() -> InvalidTokenException.invalid("the header has no key id (kid)"));
        return keySet.find(id).thenApply(found -> {
            if (found.isEmpty()) {
                throw InvalidTokenException.invalid("the key set has no key with the id of the token");
            }
            return found;
        });
    }

    private List<TokenKey> configuredKeys() {
        long until = options.hmacPreviousSecretKeyValidUntil();
        if (previousKey == null || (until != 0 && !clock.instant().isBefore(Instant.ofEpochSecond(until)))) {
            return keys;
        }
        var all = new ArrayList<>(keys);
        all.add(previousKey);
        return all;
    }

    private void requireTime(SignedToken token) {
        var now = clock.instant();
        token.requireValidAt(now);
        token.claims().time("iat").filter(now::isBefore).ifPresent(issued -> {
            throw InvalidTokenException.expired(
                    "the token was issued at " + issued + ", which is in the future: compare the clocks");
        });
    }

    private static List<TokenKey> keys(TokenOptions options) {
        var keys = new ArrayList<TokenKey>();
        if (options.hmacSecretKey().isSet()) {
            keys.add(TokenOptions.hmac(options.hmacSecretKey().text()));
        }
        if (!options.rsaPublicKey().isEmpty()) {
            keys.add(TokenKey.rsaPem(options.rsaPublicKey()));
        }
        if (!options.ecdsaPublicKey().isEmpty()) {
            keys.add(TokenKey.ecPem(options.ecdsaPublicKey()));
        }
        return List.copyOf(keys);
    }

    /** Stops the fetching of keys; tokens that wait for keys fail as unavailable. */
    @Override
    public void close() {
        if (fetch != null) {
            fetch.close();
        }
    }
}
