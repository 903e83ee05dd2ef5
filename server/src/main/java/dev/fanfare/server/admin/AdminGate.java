package dev.fanfare.server.admin;

import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.limit.ClientAddress;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.json.JsonBinding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests reach the admin page and its API. Thread-safe.
 *
 * <p>Programs send the token. Browsers send the cookie and the key of a login; requests of pages with another origin are refused, even
 * with both.
 */
final class AdminGate {
    static final String COOKIE = "fanfare_admin";
    /** Header with the key of a login. */
    static final String KEY = "x-fanfare-admin-key";

    private static final String BEARER = "bearer ";
    private static final Rate ATTEMPTS = new Rate(5, Duration.ofSeconds(10));
    private static final Rate ALL_ATTEMPTS = new Rate(50, Duration.ofSeconds(10));
    private static final int MAX_ADDRESSES = 10_000;

    private final AdminAccess access;
    private final AdminLogins logins;
    private final Buckets attempts = new Buckets(ATTEMPTS, MAX_ADDRESSES);
    private final Buckets allAttempts = new Buckets(ALL_ATTEMPTS, 1);

    AdminGate(AdminAccess access, InstantSource clock) {
        this.access = access;
        this.logins = new AdminLogins(clock);
    }

    /**
     * The result of a check. Immutable.
     *
     * @param operator how the operator was identified; null if the request is refused
     * @param refusal the response to a refused request
     * @param valid returns false once the login has ended, for streams
     */
    record Decision(@Nullable String operator, @Nullable HttpResponse refusal, BooleanSupplier valid) {
        private static Decision refuse(HttpResponse refusal) {
            return new Decision(null, refusal, () -> false);
        }
    }

    /** The body of a login request. */
    record PasswordForm(@Nullable String password) {
        @Override
        public String toString() {
            return "PasswordForm[***]";
        }
    }

    boolean isOpen() {
        return access.open();
    }

    /** Refuses a request for the page itself if its host or origin is wrong. */
    Optional<HttpResponse> refuseSite(HttpRequest request, boolean changes) {
        var host = host(request);
        if (!access.permitsHost(host)) {
            return Optional.of(AdminHeaders.error(
                    421, "the admin page does not serve the requested host: add it to admin.allowed-hosts"));
        }
        var site = request.headers().first("sec-fetch-site").orElse("none");
        boolean isForeign = changes && !site.equals("same-origin") && !site.equals("none");
        var origin = request.headers().first("origin");
        boolean isOther = origin.isPresent() && !isOrigin(origin.get(), host);
        return isForeign || isOther
                ? Optional.of(AdminHeaders.error(403, "requests of pages with another origin are not permitted"))
                : Optional.empty();
    }

    /** Decides about a request to the API; a request that changes something also needs an origin if it has a cookie. */
    Decision decide(HttpExchange exchange, boolean changes) {
        var request = exchange.request();
        var bearer = bearer(request);
        if (bearer != null) {
            return byToken(exchange, bearer);
        }
        var refused = refuseSite(request, true);
        if (refused.isPresent()) {
            return Decision.refuse(refused.get());
        }
        if (access.open()) {
            return new Decision("open", null, () -> true);
        }
        var cookie = cookie(request);
        var key = request.headers().first(KEY).orElse("");
        if (cookie == null || !logins.use(cookie, key)) {
            return Decision.refuse(unauthorized("log in, or send admin.token as Authorization: Bearer"));
        }
        if (changes && request.headers().first("origin").isEmpty()) {
            return Decision.refuse(AdminHeaders.error(403, "the request requires an Origin header"));
        }
        return new Decision("password", null, () -> logins.use(cookie, key));
    }

    private Decision byToken(HttpExchange exchange, String bearer) {
        if (access.isToken(bearer)) {
            return new Decision("token", null, () -> true);
        }
        return Decision.refuse(mayTry(exchange) ? unauthorized("the token is wrong") : tooMany());
    }

    /** Checks a password; the response contains the cookie and the key of the login. */
    HttpResponse logIn(HttpExchange exchange, byte[] body, AdminAudit audit) {
        var peer = ClientAddress.of(exchange.request().remoteAddress());
        if (!mayTry(exchange)) {
            audit.record("password", peer, "login", "", "too many attempts");
            return tooMany();
        }
        var password = JsonBinding.read(body, PasswordForm.class).password();
        if (password == null || !access.isPassword(password)) {
            audit.record("password", peer, "login", "", "refused");
            return unauthorized("the password is wrong");
        }
        audit.record("password", peer, "login", "", "ok");
        var login = logins.begin();
        return AdminHeaders.json(200, Map.of("key", login.key()))
                .with("set-cookie", cookie(login.cookie(), AdminLogins.LIFETIME));
    }

    /** Ends the login of a request. */
    HttpResponse logOut(HttpExchange exchange) {
        logins.end(cookie(exchange.request()));
        return AdminHeaders.json(200, Map.of()).with("set-cookie", cookie("", Duration.ZERO));
    }

    private String cookie(String value, Duration age) {
        return COOKIE + "=" + value + "; Path=/admin; Max-Age=" + age.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (access.tls() ? "; Secure" : "");
    }

    private boolean mayTry(HttpExchange exchange) {
        long now = exchange.loop().nanoTime();
        return attempts.take(ClientAddress.of(exchange.request().remoteAddress()), now) == 0
                && allAttempts.take("", now) == 0;
    }

    private static HttpResponse unauthorized(String message) {
        // RFC 9110, 11.6.1: each 401 has a challenge.
        return AdminHeaders.error(401, message).with("www-authenticate", "Bearer realm=\"fanfare admin\"");
    }

    private static HttpResponse tooMany() {
        return AdminHeaders.error(429, "too many attempts; retry later").with("retry-after", "2");
    }

    private static String host(HttpRequest request) {
        var hosts = request.headers().all("host");
        return hosts.size() == 1 ? hosts.getFirst() : "";
    }

    /** A proxy may terminate TLS, so the scheme is not compared. */
    private static boolean isOrigin(String origin, String host) {
        int authority = origin.indexOf("://");
        return authority > 0
                && origin.substring(authority + 3).toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }

    private static @Nullable String bearer(HttpRequest request) {
        var value = request.headers().first("authorization").orElse("");
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).strip()
                : null;
    }

    private static @Nullable String cookie(HttpRequest request) {
        for (var header : request.headers().all("cookie")) {
            for (var pair : header.split(";", -1)) {
                var cookie = pair.strip();
                if (cookie.startsWith(COOKIE + "=")) {
                    return cookie.substring(COOKIE.length() + 1);
                }
            }
        }
        return null;
    }
}
