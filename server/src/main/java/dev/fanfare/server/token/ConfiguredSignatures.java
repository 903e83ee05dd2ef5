package dev.fanfare.server.token;

import dev.fanfare.server.token.keys.PublicKeyPem;
import dev.fanfare.server.token.keys.VerifyingKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signatures by the keys that are configured. Completes at once. Immutable, thread-safe. */
final class ConfiguredSignatures implements Signatures {
    private final @Nullable HmacSecrets hmac;
    private final @Nullable VerifyingKey previous;
    private final List<VerifyingKey> keys;
    private final InstantSource clock;

    /** @throws IllegalArgumentException when a key is none */
    ConfiguredSignatures(TokenSettings settings, InstantSource clock) {
        this.hmac = settings.hmac();
        this.previous = hmac == null || hmac.previous() == null ? null : VerifyingKey.hmac(hmac.previous());
        this.keys = keys(settings);
        this.clock = clock;
    }

    private static List<VerifyingKey> keys(TokenSettings settings) {
        var keys = new ArrayList<VerifyingKey>();
        var hmac = settings.hmac();
        if (hmac != null) {
            keys.add(VerifyingKey.hmac(hmac.current()));
        }
        var rsa = settings.rsaPublicKeyPem();
        if (rsa != null) {
            keys.add(PublicKeyPem.rsa(rsa));
        }
        var ecdsa = settings.ecdsaPublicKeyPem();
        if (ecdsa != null) {
            keys.add(PublicKeyPem.ec(ecdsa));
        }
        return List.copyOf(keys);
    }

    @Override
    public CompletionStage<@Nullable Void> check(SignedToken token, Map<String, String> groups) {
        var algorithm = token.algorithm();
        var fit = accepted().filter(key -> key.fits(algorithm)).toList();
        if (fit.isEmpty()) {
            throw InvalidTokenException.invalid("no key is configured that is fit for " + algorithm);
        }
        if (fit.stream().noneMatch(key -> key.verifies(token.jws()))) {
            throw InvalidTokenException.invalid("the " + algorithm + " signature is not by the configured key");
        }
        return CompletableFuture.completedFuture(null);
    }

    private Stream<VerifyingKey> accepted() {
        return previous != null && hmac != null && hmac.acceptsPrevious(clock.instant())
                ? Stream.concat(keys.stream(), Stream.of(previous))
                : keys.stream();
    }

    @Override
    public void close() {
        // Nothing is ever under way.
    }
}
