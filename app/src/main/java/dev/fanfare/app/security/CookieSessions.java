package dev.fanfare.app.security;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.Request;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Middleware that keeps sessions in signed cookies, so nodes need no shared session store. The cookie is sent when the
 * session has changed or a value was put: with the response, or with the 101 of a handshake. It is HttpOnly, SameSite=Lax and
 * valid for all paths. By default it is Secure unless the request is for {@code localhost} (RFC 6265, 4.1.2). The name of a Secure
 * cookie has the prefix {@code __Host-}, so that no other host of the domain can set it (RFC 6265bis, 4.1.3.2). Immutable,
 * thread-safe.
 *
 * <p>A cookie stays valid until it expires, unless a {@link #revocable denylist} is set: then signing out revokes it.
 *
 * {@snippet :
 * app.use(CookieSessions.signedBy(key).revocable(SessionDenylist.inMemory(100_000)));
 * }
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

    private static final String HOST_PREFIX = "__Host-";
    /** Covers cookies that concurrent requests write after the revocation, on nodes whose clocks differ. */
    private static final Duration REVOCATION_MARGIN = SignedCookie.MAX_AHEAD.plusMinutes(5);
    /** Without revocation. */
    private static final SessionDenylist NOTHING_REVOKED = new SessionDenylist() {
        @Override
        public void add(String id, Instant until) {}

        @Override
        public boolean contains(String id) {
            return false;
        }
    };

    private final String name;
    private final Signer signer;
    private final Duration maxAge;
    private final Secure secure;
    private final SessionDenylist denylist;
    private final InstantSource clock;
    private final SignedCookie cookie;

    private CookieSessions(
            String name, Signer signer, Duration maxAge, Secure secure, SessionDenylist denylist, InstantSource clock) {
        this.name = name;
        this.signer = signer;
        this.maxAge = maxAge;
        this.secure = secure;
        this.denylist = denylist;
        this.clock = clock;
        this.cookie = new SignedCookie(name, signer, maxAge, clock);
    }

    /**
     * Creates sessions of 14 days in a cookie named {@code fanfare_session}. The first key signs; the older keys only verify.
     *
     * @throws IllegalArgumentException if a key has fewer than 32 bytes
     */
    public static CookieSessions signedBy(byte[] key, byte[]... olderKeys) {
        var keys = new ArrayList<>(List.of(key));
        keys.addAll(List.of(olderKeys));
        return new CookieSessions(
                "fanfare_session",
                new Signer(keys),
                DEFAULT_AGE,
                Secure.UNLESS_LOCAL,
                NOTHING_REVOKED,
                InstantSource.system());
    }

    /**
     * Uses a cookie with this name.
     *
     * @throws IllegalArgumentException if it contains characters other than letters, digits, minus and underscore, or starts with two
     *     underscores, which mark the prefixes of browsers
     */
    public CookieSessions named(String other) {
        if (!other.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "a cookie name must consist of letters, digits, - and _, got '" + other + "'");
        }
        if (other.startsWith("__")) {
            throw new IllegalArgumentException("a cookie name must not start with '__', got '" + other
                    + "': Secure cookies get the prefix __Host- automatically");
        }
        return new CookieSessions(other, signer, maxAge, secure, denylist, clock);
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
        return new CookieSessions(name, signer, other, secure, denylist, clock);
    }

    /** Uses another rule for the Secure attribute. */
    public CookieSessions secure(Secure other) {
        return new CookieSessions(name, signer, maxAge, other, denylist, clock);
    }

    /** Revokes the cookies of a session when it is invalidated or cleared, for example by {@link Login#logout}. */
    public CookieSessions revocable(SessionDenylist other) {
        return new CookieSessions(name, signer, maxAge, secure, other, clock);
    }

    /** Uses another clock. */
    public CookieSessions clock(InstantSource other) {
        return new CookieSessions(name, signer, maxAge, secure, denylist, other);
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
        var content = request.cookie(cookieName(request))
                .flatMap(cookie::read)
                .filter(valid -> !denylist.contains(valid.id()));
        return new SignedSession(
                content.map(SignedCookie.Content::id).orElse(null),
                content.map(SignedCookie.Content::values).orElse(Map.of()),
                content.map(SignedCookie.Content::writtenAt)
                        .orElseGet(clock::instant)
                        .plus(maxAge),
                new SignedSession.Operations(cookie::requireRoom, this::revoke));
    }

    private void revoke(String id) {
        denylist.add(id, clock.instant().plus(maxAge).plus(REVOCATION_MARGIN));
    }

    /** The Set-Cookie field if the session has changed; otherwise no field. */
    private Headers changed(Request request, SignedSession session) {
        return session.seal()
                .map(changed -> Headers.of("set-cookie", setCookie(request, changed.getKey(), changed.getValue())))
                .orElse(Headers.empty());
    }

    private String setCookie(Request request, String id, Map<String, String> values) {
        var value = values.isEmpty() ? "" : cookie.write(id, values);
        long seconds = values.isEmpty() ? 0 : maxAge.toSeconds();
        return cookieName(request) + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (isSecure(request) ? "; Secure" : "");
    }

    private String cookieName(Request request) {
        return isSecure(request) ? HOST_PREFIX + name : name;
    }

    private boolean isSecure(Request request) {
        return switch (secure) {
            case ALWAYS -> true;
            case NEVER -> false;
            case UNLESS_LOCAL -> !LocalHost.isNamedBy(request);
        };
    }
}
