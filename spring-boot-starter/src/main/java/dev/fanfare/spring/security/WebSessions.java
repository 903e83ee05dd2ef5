package dev.fanfare.spring.security;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.Request;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Authenticates clients by the session cookie of the servlet container, which browsers also send to the port of Fanfare (RFC 6265,
 * 8.5). It follows a login, which changes the id of the session, and disconnects the clients of a user whose session ends. Thread-safe.
 */
public final class WebSessions implements AuthenticationSource, HttpSessionListener, HttpSessionIdListener {
    private static final Logger LOG = LoggerFactory.getLogger(WebSessions.class);
    private static final int SIGNED_OUT = 4401;

    private final String cookie;
    private final Supplier<Fanfare> app;
    private final Map<String, HttpSession> sessions = new ConcurrentHashMap<>();

    /**
     * Creates a source.
     *
     * @param cookie the name of the session cookie
     * @param app returns the application whose clients are disconnected; not called before a session ends
     */
    public WebSessions(String cookie, Supplier<Fanfare> app) {
        this.cookie = cookie;
        this.app = app;
    }

    @Override
    public Optional<Found> find(Request request) {
        return request.cookie(cookie)
                .map(sessions::get)
                .flatMap(WebSessions::authentication)
                .map(authentication -> new Found(authentication, null));
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        sessions.put(event.getSession().getId(), event.getSession());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        sessions.put(event.getSession().getId(), event.getSession());
        sessions.remove(oldId);
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        sessions.remove(event.getSession().getId());
        authentication(event.getSession())
                .ifPresent(ended -> app.get()
                        .disconnectUser(ended.getName(), SIGNED_OUT, "signed out")
                        .whenComplete((done, failure) -> {
                            if (failure != null) {
                                LOG.warn("cannot disconnect the clients of a session that has ended", failure);
                            }
                        }));
    }

    private static Optional<Authentication> authentication(HttpSession session) {
        try {
            return session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
                            instanceof SecurityContext context
                    ? Optional.ofNullable(context.getAuthentication()).filter(WebSessions::isUser)
                    : Optional.empty();
        } catch (IllegalStateException ended) {
            return Optional.empty(); // the session ended after it was looked up
        }
    }

    private static boolean isUser(Authentication authentication) {
        return authentication.isAuthenticated() && !(authentication instanceof AnonymousAuthenticationToken);
    }
}
