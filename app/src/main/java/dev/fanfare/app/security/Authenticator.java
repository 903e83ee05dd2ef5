package dev.fanfare.app.security;

import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import java.util.Optional;

/** Determines the principal of a request. Thread-safe; runs on a virtual thread and may block. */
@FunctionalInterface
public interface Authenticator {
    /** Returns the principal; empty if the request has no credentials or invalid ones. */
    Optional<Principal> authenticate(Request request) throws Exception;

    /**
     * Returns the WWW-Authenticate value of the 401 response to a request for which {@link #authenticate} returned no principal (RFC
     * 9110, 11.6.1).
     */
    default String challenge(Request request) {
        return "Session";
    }
}
