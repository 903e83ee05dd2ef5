package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/** What is behind a {@link Middleware}: other middleware, and in the end the route. */
@FunctionalInterface
public interface Next {
    /**
     * Goes on with this request, and returns the response. A {@link RequestRefusedException} that is thrown behind comes as a response; any
     * other exception comes as it is.
     */
    HttpResponse proceed(Request request) throws Exception;
}
