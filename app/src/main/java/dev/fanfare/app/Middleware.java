package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/**
 * Code around the routes of an application or of one router: it may answer by itself, or let the request go on, changed or
 * not, and change the response. Runs on a virtual thread, never on an event loop, so it may block. Thread-safe, as one
 * instance serves all requests.
 *
 * {@snippet :
 * app.use((request, next) -> next.proceed(request).with("x-frame-options", "DENY"));
 * }
 *
 * <p>For a WebSocket route {@link Next#proceed} returns {@link HttpResponse#switchingProtocols}, before the handler has
 * started: fields added to it go into the 101 when the handler lets the client in. To return another response, or to throw a
 * {@link RequestRefusedException}, refuses the handshake.
 */
@FunctionalInterface
public interface Middleware {
    /** Answers, by itself or by what is behind it. A {@link RequestRefusedException} answers with its status, any other exception with 500. */
    HttpResponse handle(Request request, Next next) throws Exception;
}
