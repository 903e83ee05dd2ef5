package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/** Application code that answers an HTTP request, on a virtual thread of its own. */
@FunctionalInterface
public interface RequestHandler {
    /** Answers. A {@link RequestRefusedException} answers with its status, any other exception with 500. */
    HttpResponse handle(Request request) throws Exception;
}
