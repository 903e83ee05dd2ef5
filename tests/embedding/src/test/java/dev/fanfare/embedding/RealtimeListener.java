package dev.fanfare.embedding;

// region: listener
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.security.Authentication;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts and stops Fanfare together with the web application, on a separate port. */
@WebListener
public final class RealtimeListener implements ServletContextListener, HttpSessionListener, HttpSessionIdListener {
    private final Map<String, HttpSession> sessions = new ConcurrentHashMap<>();
    private final Fanfare app =
            Fanfare.create(FanfareSettings.DEFAULTS.withAllowedOrigins(Set.of("https://shop.example")));

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var orders = app.channel("orders");
        app.use(Authentication.by(this::user).require());
        app.websocket("/orders", ws -> {
            ws.subscribe(orders);
            ws.awaitClose();
        });
        var context = event.getServletContext();
        app.listen(Integer.parseInt(context.getInitParameter("realtime.port")));
        context.setAttribute("realtime", app);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        app.close();
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        sessions.put(event.getSession().getId(), event.getSession());
    }

    /** Follows a login, which changes the id of the session to prevent session fixation. */
    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        sessions.put(event.getSession().getId(), event.getSession());
        sessions.remove(oldId);
    }

    /** Disconnects the user on logout or expiry of the session. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        sessions.remove(event.getSession().getId());
        if (event.getSession().getAttribute("user") instanceof String user) {
            app.disconnectUser(user, 4401, "signed out");
        }
    }

    /** Browsers send the container's cookie to this port too: cookies ignore ports (RFC 6265, 8.5). */
    private Optional<Principal> user(Request request) {
        return request.cookie("JSESSIONID")
                .map(sessions::get)
                .map(session -> (String) session.getAttribute("user"))
                .map(Principal::of);
    }
}
// endregion
