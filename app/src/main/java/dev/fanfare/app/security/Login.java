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

/** Keeps who has logged in in the cookie session, which {@link CookieSessions} in front provides. */
public final class Login {
    private static final String KEY = "fanfare.principal";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A principal as the session holds it. */
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

        /** The principal, for as long as its session at most. */
        Principal toPrincipal(Instant sessionEnd) {
            var own = expiresAtSeconds == null ? sessionEnd : Instant.ofEpochSecond(expiresAtSeconds);
            return new Principal(user, name, attributes, own.isBefore(sessionEnd) ? own : sessionEnd);
        }
    }

    private Login() {}

    /**
     * Lets the principal be who makes the session's requests from the next one on. What the session held before is removed,
     * so that nothing of somebody else's session, or one that was forced upon the client, lives on.
     *
     * @throws IllegalArgumentException when a cookie has no room for the principal
     * @throws IllegalStateException when the request has no session, or its answer is on its way
     */
    public static void login(Request request, Principal principal) {
        var session = request.session();
        session.clear();
        session.put(KEY, JSON.writeValueAsString(Stored.of(principal)));
    }

    /** Ends the session. */
    public static void logout(Request request) {
        request.session().invalidate();
    }

    /** Knows who has logged in; expires with the session at the latest. */
    public static Authenticator authenticator() {
        return request -> principal(request.session());
    }

    private static Optional<Principal> principal(CookieSession session) {
        try {
            return session.get(KEY)
                    .map(json -> JSON.readValue(json, Stored.class).toPrincipal(session.expiresAt()));
        } catch (JacksonException ofAnotherVersion) {
            return Optional.empty();
        }
    }
}
