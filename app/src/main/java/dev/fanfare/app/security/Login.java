package dev.fanfare.app.security;

import dev.fanfare.app.CookieSession;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the authenticated principal in the session that {@link CookieSessions} provides. Stateless. */
public final class Login {
    private static final String KEY = "fanfare.principal";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The stored form of a principal. */
    private record Stored(
            String user,
            String name,
            Map<String, String> attributes,
            @Nullable Long expiresAtSeconds) {
        static Stored of(Principal principal) {
            var expiresAt = principal.expiresAt();
            return new Stored(
                    principal.user(),
                    principal.name(),
                    principal.attributes(),
                    expiresAt == null ? null : expiresAt.getEpochSecond());
        }

        /** The principal, which expires with the session at the latest. */
        Principal toPrincipal(Instant sessionEnd) {
            var own = expiresAtSeconds == null ? sessionEnd : Instant.ofEpochSecond(expiresAtSeconds);
            return new Principal(user, name, attributes, own.isBefore(sessionEnd) ? own : sessionEnd);
        }
    }

    private Login() {}

    /**
     * Authenticates the session's further requests as this principal. Clears the session first, which prevents session fixation.
     *
     * @throws dev.fanfare.app.SessionTooLargeException if the principal does not fit into a cookie
     * @throws IllegalStateException if the request has no session, or its response has been sent
     */
    public static void login(Request request, Principal principal) {
        var session = request.session();
        session.clear();
        session.put(KEY, JSON.writeValueAsString(Stored.of(principal)));
    }

    /**
     * Ends the session. Copies of its cookie are revoked if {@link CookieSessions#revocable} is set; otherwise they stay valid until
     * they expire. Open WebSockets stay open: close them with {@link dev.fanfare.app.Fanfare#disconnectUser(String, int, String)}.
     */
    public static void logout(Request request) {
        request.session().invalidate();
    }

    /** Finds the principal of the session, which expires with the session at the latest. */
    public static Authenticator authenticator() {
        return request -> principal(request.session());
    }

    private static Optional<Principal> principal(CookieSession session) {
        try {
            return session.get(KEY)
                    .map(json -> JSON.readValue(json, Stored.class).toPrincipal(session.expiresAt()));
        } catch (JacksonException incompatible) {
            return Optional.empty();
        }
    }
}
