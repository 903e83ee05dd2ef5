package dev.fanfare.app.security;

import dev.fanfare.app.AuthenticatedPrincipal;
import dev.fanfare.app.Middleware;
import dev.fanfare.app.PrincipalRenewal;
import dev.fanfare.app.Request;
import dev.fanfare.model.http.HttpResponse;
import java.time.InstantSource;

/**
 * Middleware that determines the principal of each request with an {@link Authenticator}. A principal that earlier middleware
 * determined is kept if the authenticator finds none. When the principal of a connected WebSocket expires, the renewal is
 * called; if there is no renewal or it returns no valid principal, the WebSocket is closed with 3005. Immutable, thread-safe.
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

    /** Creates authentication without renewal. */
    public static Authentication by(Authenticator authenticator) {
        return new Authentication(authenticator, PrincipalRenewal.NEVER, InstantSource.system());
    }

    /** Renews expired principals with {@code other}. */
    public Authentication renewedBy(PrincipalRenewal other) {
        return new Authentication(authenticator, other, clock);
    }

    /** Uses another clock. */
    public Authentication clock(InstantSource other) {
        return new Authentication(authenticator, renewal, other);
    }

    /** Responds with 401 to requests and handshakes without a principal. */
    public Middleware require() {
        return (request, next) -> {
            var identified = identify(request);
            return identified.principal().isEmpty() ? unauthorized(request) : next.proceed(identified);
        };
    }

    /** Accepts every request; {@link Request#principal} is empty if the request has none. */
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

    private HttpResponse unauthorized(Request request) {
        return HttpResponse.text(UNAUTHORIZED, "authentication required")
                .with("www-authenticate", authenticator.challenge(request));
    }
}
