package dev.fanfare.server.token;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Knows whether a token was signed by somebody we trust. Thread-safe. */
interface Signatures extends AutoCloseable {
    /**
     * Completes when the signature is good, and fails with {@link InvalidTokenException} when it is not or nobody can tell.
     *
     * @param groups what the issuer and the audience gave for the address of keys
     */
    CompletionStage<@Nullable Void> check(SignedToken token, Map<String, String> groups);

    /** Ends what is under way. */
    @Override
    void close();
}
