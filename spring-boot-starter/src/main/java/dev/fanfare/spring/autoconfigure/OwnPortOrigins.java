package dev.fanfare.spring.autoconfigure;

import dev.fanfare.app.Next;
import dev.fanfare.app.OriginMiddleware;
import dev.fanfare.app.Request;
import dev.fanfare.model.http.HttpResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Allows pages that the web server of this application serves: their origin has the host of the request and the port of the web server.
 * For HTTP routes it also lets these pages read the response (Fetch Standard, 3.3). Other origins are left to the application's own
 * check. Thread-safe.
 */
final class OwnPortOrigins implements OriginMiddleware {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private volatile int port;

    /** Allows pages from this port; 0 for none. */
    void allow(int ofWebServer) {
        port = ofWebServer;
    }

    @Override
    public boolean checksOrigin(Request request) {
        return ownOrigin(request).isPresent();
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        var origin = ownOrigin(request);
        var response = next.proceed(request);
        return origin.isEmpty()
                        || request.isWebSocket()
                        || response.headers()
                                .first("access-control-allow-origin")
                                .isPresent()
                ? response
                : response.with("access-control-allow-origin", origin.get())
                        .with("access-control-allow-credentials", "true")
                        .with("vary", "origin");
    }

    /** Returns the origin if it has the host of the request and the port of the web server. */
    private Optional<String> ownOrigin(Request request) {
        var origins = request.http().headers().all("origin");
        var host = request.header("host");
        if (port == 0 || origins.size() != 1 || host.isEmpty()) {
            return Optional.empty();
        }
        try {
            var origin = new URI(origins.getFirst());
            var server = new URI("http://" + host.get());
            return port(origin) == port
                            && origin.getHost() != null
                            && origin.getHost().equalsIgnoreCase(server.getHost())
                    ? Optional.of(origins.getFirst())
                    : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static int port(URI origin) {
        if (origin.getPort() >= 0) {
            return origin.getPort();
        }
        return "https".equalsIgnoreCase(origin.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }
}
