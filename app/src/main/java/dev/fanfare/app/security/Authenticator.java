package dev.fanfare.app.security;

import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import java.util.Optional;

/** Finds out who makes a request. Thread-safe; runs on a virtual thread, may block. */
@FunctionalInterface
public interface Authenticator {
    /** Who it is; empty when the request does not show it, or shows something that is not valid. */
    Optional<Principal> authenticate(Request request) throws Exception;

    /** What a client is told to bring that is not let in: the scheme of WWW-Authenticate (RFC 9110, 11.6.1). */
    default String challenge() {
        return "Session";
    }
}
