package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/** Application code that answers HTTP requests, each on its own virtual thread. Thread-safe. */
@FunctionalInterface
public interface RequestHandler {
    /** Returns the response. A {@link RequestRefusedException} answers with its status, any other exception with 500. */
    HttpResponse handle(Request request) throws Exception;
}
