package dev.fanfare.app;

import java.util.Optional;

/** Renews the principal of a connected client on expiry. Thread-safe. */
@FunctionalInterface
public interface PrincipalRenewal {
    /** Renews no principal: the client is closed with 3005. */
    PrincipalRenewal NEVER = (request, expired) -> Optional.empty();

    /**
     * Returns the renewed principal of the same user; empty to close the client with 3005. Runs on a virtual thread. An exception is
     * logged and closes the client, and so does a principal of another user.
     *
     * @param request the handshake request
     */
    Optional<Principal> renew(Request request, Principal expired) throws Exception;
}
