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
 * Keeps sessions in signed cookies, so that no node has to remember them. A session's cookie is sent when the session was
 * changed, or something was put into it: with the response, or in the 101 of a handshake. It is HttpOnly, SameSite=Lax, for all paths, and by default
 * Secure unless the request is for this machine itself ({@code localhost}); see RFC 6265, 4.1.2. Immutable, thread-safe.
 *
 * <p>What a client was given stays valid until it is too old: there is no list of sessions to strike one out from.
 */
public final class CookieSessions implements Middleware {
    /** When browsers shall send the cookie over TLS only. */
    public enum Secure {
        /**
         * Always, but for the hosts {@code localhost}, {@code 127.0.0.1} and {@code [::1]}. A proxy that puts such an address
         * in place of the client's Host, as some do by default, has to be told to keep it, or {@link #ALWAYS} is needed.
         */
        UNLESS_LOCAL,
        ALWAYS,
        /** For a network that has no TLS and needs none. */
        NEVER
    }

    private static final Duration DEFAULT_AGE = Duration.ofDays(14);
    /** Browsers keep no cookie for longer. */
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
     * Sessions of 14 days in a cookie named {@code fanfare_session}. The first key signs; the others, which are older,
     * still verify.
     *
     * @throws IllegalArgumentException when a key has less than 32 bytes
     */
    public static CookieSessions signedBy(byte[] key, byte[]... olderKeys) {
        var keys = new ArrayList<>(List.of(key));
        keys.addAll(List.of(olderKeys));
        return new CookieSessions(
                "fanfare_session", new Signer(keys), DEFAULT_AGE, Secure.UNLESS_LOCAL, InstantSource.system());
    }

    /**
     * The same in a cookie of this name.
     *
     * @throws IllegalArgumentException when it consists of anything but letters, digits, minus and underscore
     */
    public CookieSessions named(String other) {
        if (!other.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("a cookie's name has letters, digits, - and _, unlike '" + other + "'");
        }
        return new CookieSessions(other, signer, maxAge, secure, clock);
    }

    /**
     * The same, with sessions that end so long after something was changed in them, or put into them.
     *
     * @throws IllegalArgumentException when that is less than a second, or more than the 400 days that browsers keep a cookie
     */
    public CookieSessions lasting(Duration other) {
        if (other.compareTo(Duration.ofSeconds(1)) < 0 || other.compareTo(MAX_AGE) > 0) {
            throw new IllegalArgumentException("a session lasts from a second to 400 days, not " + other);
        }
        return new CookieSessions(name, signer, other, secure, clock);
    }

    /** The same with another rule for TLS. */
    public CookieSessions secure(Secure other) {
        return new CookieSessions(name, signer, maxAge, other, clock);
    }

    /** The same by another clock. */
    public CookieSessions clock(InstantSource other) {
        return new CookieSessions(name, signer, maxAge, secure, other);
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        var session = read(request);
        var inSession = request.withSession(session);
        var response = next.proceed(
                request.isWebSocket()
                        ? inSession.withHandshakeHeaders(fields -> fields.withAll(changed(request, session)))
                        : inSession);
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

    /** The Set-Cookie field, when the session has changed. */
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
