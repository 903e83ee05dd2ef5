package dev.fanfare.app.security;

import dev.fanfare.app.AuthenticatedPrincipal;
import dev.fanfare.app.Middleware;
import dev.fanfare.app.PrincipalRenewal;
import dev.fanfare.app.Request;
import dev.fanfare.model.http.HttpResponse;
import java.time.InstantSource;

/**
 * Middleware that finds out who makes requests, by an {@link Authenticator}; somebody that middleware in front has found
 * already counts, too. When a principal expires while its client is connected by WebSocket, the renewal is asked; without
 * one, or when it finds nobody, the client is closed with 3005. Immutable.
 *
 * {@snippet :
 * app.use(Authentication.by(Login.authenticator()).optional());
 * app.route("/admin", routes -> routes.use(Authentication.by(tokens).require()));
 * }
 */
public final class Authentication {
    private static final int UNAUTHORIZED = 401;

    private final Authenticator authenticator;
    private final PrincipalRenewal renewal;
    private final InstantSource clock;

    private Authentication(Authenticator authenticator, PrincipalRenewal renewal, InstantSource clock) {
        this.authenticator = authenticator;
        this.renewal = renewal;
        this.clock = clock;
    }

    /** Authentication that renews nobody. */
    public static Authentication by(Authenticator authenticator) {
        return new Authentication(authenticator, PrincipalRenewal.NEVER, InstantSource.system());
    }

    /** The same; who expires is asked about here. */
    public Authentication renewedBy(PrincipalRenewal other) {
        return new Authentication(authenticator, other, clock);
    }

    /** The same by another clock. */
    public Authentication clock(InstantSource other) {
        return new Authentication(authenticator, renewal, other);
    }

    /** Answers 401 when nobody is found, before a handshake's 101 too. */
    public Middleware require() {
        return (request, next) -> {
            var found = identify(request);
            return found.principal().isEmpty() ? unauthorized() : next.proceed(found);
        };
    }

    /** Lets everybody pass; {@link Request#principal} is empty when nobody is found. */
    public Middleware optional() {
        return (request, next) -> next.proceed(identify(request));
    }

    private Request identify(Request request) throws Exception {
        return authenticator
                .authenticate(request)
                .filter(principal -> !principal.isExpired(clock.instant()))
                .map(principal -> request.withPrincipal(new AuthenticatedPrincipal(principal, clock, renewal)))
                .orElse(request);
    }

    private HttpResponse unauthorized() {
        return HttpResponse.text(UNAUTHORIZED, "who are you?").with("www-authenticate", authenticator.challenge());
    }
}
