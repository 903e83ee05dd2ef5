package dev.fanfare.spring.security;

import dev.fanfare.app.Request;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Finds the authentication of a request to Fanfare. Thread-safe; runs on a virtual thread and may block. */
@FunctionalInterface
public interface AuthenticationSource {
    /** Returns the authentication; empty if the request has no credentials of this kind, or invalid ones. */
    Optional<Found> find(Request request);

    /**
     * An authentication.
     *
     * @param authentication the authenticated user
     * @param expiresAt when clients are disconnected; null for never
     */
    record Found(Authentication authentication, @Nullable Instant expiresAt) {}
}
