package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/** The next step after a {@link Middleware}: inner middleware, and finally the route. */
@FunctionalInterface
public interface Next {
    /**
     * Continues with this request and returns the response. A {@link RequestRefusedException} of the next steps is returned as its
     * response; any other exception is thrown.
     */
    HttpResponse proceed(Request request) throws Exception;
}
