package dev.fanfare.embedding;

// region: servlet
import dev.fanfare.app.Fanfare;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The existing application: it logs users in and accepts orders. */
final class ShopServlet extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        if (request.getServletPath().equals("/login")) {
            request.getSession().setAttribute("user", request.getParameter("name"));
            request.changeSessionId(); // an attacker may have chosen the previous id
        } else {
            var realtime = (Fanfare) request.getServletContext().getAttribute("realtime");
            realtime.channel("orders")
                    .publish("an order of " + request.getParameter("item")); // does not wait for browsers
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
// endregion
