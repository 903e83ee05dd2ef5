package dev.fanfare.app;

import java.util.Optional;

/** Asked when the principal of a client that is connected expires. */
@FunctionalInterface
public interface PrincipalRenewal {
    /** Nobody is renewed: the client is closed with 3005. */
    PrincipalRenewal NEVER = (request, expired) -> Optional.empty();

    /**
     * The principal from now on, of the same user, or empty when the client has to leave; on a virtual thread of its own. An
     * exception is logged, and the client has to leave; it has, too, when this is another user.
     *
     * @param request the handshake, as it was
     */
    Optional<Principal> renew(Request request, Principal expired) throws Exception;
}
