package dev.fanfare.app.security;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.Request;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Middleware that keeps sessions in signed cookies, so nodes need no shared session store. The cookie is sent when the
 * session has changed or a value was put: with the response, or with the 101 of a handshake. It is HttpOnly, SameSite=Lax and
 * valid for all paths. By default it is Secure unless the request is for {@code localhost} (RFC 6265, 4.1.2). Immutable,
 * thread-safe.
 *
 * <p>A cookie stays valid until it expires: there is no server-side list from which a session could be removed.
 */
public final class CookieSessions implements Middleware {
    /** The rule for the Secure attribute, which restricts the cookie to TLS. */
    public enum Secure {
        /**
         * Secure except for the hosts {@code localhost}, {@code 127.0.0.1} and {@code [::1]}. Some proxies replace the Host
         * header with such an address by default: configure them to preserve it, or use {@link #ALWAYS}.
         */
        UNLESS_LOCAL,
        ALWAYS,
        /** Never Secure; for networks without TLS. */
        NEVER
    }

    private static final Duration DEFAULT_AGE = Duration.ofDays(14);
    /** The longest lifetime that browsers accept. */
    private static final Duration MAX_AGE = Duration.ofDays(400);

    private final String name;
    private final Signer signer;
    private final Duration maxAge;
    private final Secure secure;
    private final InstantSource clock;
    private final SignedCookie cookie;

    private CookieSessions(String name, Signer signer, Duration maxAge, Secure secure, InstantSource clock) {
        this.name = name;
        this.signer = signer;
        this.maxAge = maxAge;
        this.secure = secure;
        this.clock = clock;
        this.cookie = new SignedCookie(name, signer, maxAge, clock);
    }

    /**
     * Sessions of 14 days in a cookie named {@code fanfare_session}. The first key signs; the older keys only verify.
     *
     * @throws IllegalArgumentException if a key has fewer than 32 bytes
     */
    public static CookieSessions signedBy(byte[] key, byte[]... olderKeys) {
        var keys = new ArrayList<>(List.of(key));
        keys.addAll(List.of(olderKeys));
        return new CookieSessions(
                "fanfare_session", new Signer(keys), DEFAULT_AGE, Secure.UNLESS_LOCAL, InstantSource.system());
    }

    /**
     * Uses a cookie with this name.
     *
     * @throws IllegalArgumentException if it contains characters other than letters, digits, minus and underscore
     */
    public CookieSessions named(String other) {
        if (!other.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "a cookie name must consist of letters, digits, - and _, got '" + other + "'");
        }
        return new CookieSessions(other, signer, maxAge, secure, clock);
    }

    /**
     * Limits the time from the last change or put to the end of a session.
     *
     * @throws IllegalArgumentException if the duration is less than a second, or more than 400 days, which browsers do not accept
     */
    public CookieSessions lasting(Duration other) {
        if (other.compareTo(Duration.ofSeconds(1)) < 0 || other.compareTo(MAX_AGE) > 0) {
            throw new IllegalArgumentException("a session must last between 1 second and 400 days, got " + other);
        }
        return new CookieSessions(name, signer, other, secure, clock);
    }

    /** Uses another rule for the Secure attribute. */
    public CookieSessions secure(Secure other) {
        return new CookieSessions(name, signer, maxAge, other, clock);
    }

    /** Uses another clock. */
    public CookieSessions clock(InstantSource other) {
        return new CookieSessions(name, signer, maxAge, secure, other);
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        var session = read(request);
        var inSession = request.withSession(session);
        var response =
                next.proceed(inSession.withHandshakeHeaders(fields -> fields.withAll(changed(request, session))));
        return response.isSwitchingProtocols() ? response : response.withAll(changed(request, session));
    }

    private SignedSession read(Request request) {
        var content = request.cookie(name).flatMap(cookie::read);
        return new SignedSession(
                content.map(SignedCookie.Content::values).orElse(Map.of()),
                content.map(SignedCookie.Content::writtenAt)
                        .orElseGet(clock::instant)
                        .plus(maxAge),
                cookie::requireRoom);
    }

    /** The Set-Cookie field if the session has changed; otherwise no field. */
    private Headers changed(Request request, SignedSession session) {
        return session.seal()
                .map(values -> Headers.of("set-cookie", setCookie(request, values)))
                .orElse(Headers.empty());
    }

    private String setCookie(Request request, Map<String, String> values) {
        var value = values.isEmpty() ? "" : cookie.write(values);
        long seconds = values.isEmpty() ? 0 : maxAge.toSeconds();
        return name + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (isSecure(request) ? "; Secure" : "");
    }

    private boolean isSecure(Request request) {
        return switch (secure) {
            case ALWAYS -> true;
            case NEVER -> false;
            case UNLESS_LOCAL -> !LocalHost.isNamedBy(request);
        };
    }
}
