package dev.fanfare.app;

import java.time.InstantSource;

/**
 * Who made a request, and what happens when that expires while the client is connected. Immutable.
 *
 * @param clock tells when the principal expires
 * @param renewal asked then
 */
public record AuthenticatedPrincipal(Principal principal, InstantSource clock, PrincipalRenewal renewal) {
    /** An identity that ends when the principal expires. */
    public static AuthenticatedPrincipal of(Principal principal) {
        return new AuthenticatedPrincipal(principal, InstantSource.system(), PrincipalRenewal.NEVER);
    }

    AuthenticatedPrincipal with(Principal renewed) {
        return new AuthenticatedPrincipal(renewed, clock, renewal);
    }

    boolean isExpired() {
        return principal.isExpired(clock.instant());
    }
}
