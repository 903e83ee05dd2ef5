package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/**
 * Code around the routes of an application or of one {@link Routes} scope. Thread-safe: one instance serves all requests.
 *
 * <p>It answers a request directly, or passes it on, changed or unchanged, and may change the response. It runs on a virtual thread
 * and may block.
 *
 * {@snippet :
 * app.use((request, next) -> next.proceed(request).with("x-frame-options", "DENY"));
 * }
 *
 * <p>For a WebSocket route, and for every path of a mounted protocol, {@link Next#proceed} returns
 * {@link HttpResponse#switchingProtocols} before the handler starts. Header fields that are added to it become part of the response.
 * Any other response, and a {@link RequestRefusedException}, refuses the request.
 */
@FunctionalInterface
public interface Middleware {
    /** Returns the response. A {@link RequestRefusedException} answers with its status, any other exception with 500. */
    HttpResponse handle(Request request, Next next) throws Exception;
}
