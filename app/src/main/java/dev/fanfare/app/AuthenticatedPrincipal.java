package dev.fanfare.app;

import java.time.InstantSource;

/**
 * A principal and its renewal, for clients that stay connected beyond its expiry. Immutable.
 *
 * @param clock the clock for the expiry
 * @param renewal called on expiry
 */
public record AuthenticatedPrincipal(Principal principal, InstantSource clock, PrincipalRenewal renewal) {
    /** Creates a principal without renewal: the client is disconnected on expiry. */
    public static AuthenticatedPrincipal of(Principal principal) {
        return new AuthenticatedPrincipal(principal, InstantSource.system(), PrincipalRenewal.NEVER);
    }

    /** Returns a copy with the renewed principal. */
    public AuthenticatedPrincipal with(Principal renewed) {
        return new AuthenticatedPrincipal(renewed, clock, renewal);
    }

    /** Returns true if the principal has expired. */
    public boolean isExpired() {
        return principal.isExpired(clock.instant());
    }
}
