package dev.fanfare.app;

import dev.fanfare.app.internal.json.Json;
import dev.fanfare.model.http.HttpResponse;

/** Creates JSON responses. */
public final class JsonResponse {
    private static final int OK = 200;

    private JsonResponse() {}

    /** Creates a response with status 200; see {@link #of(int, Object)}. */
    public static HttpResponse of(Object value) {
        return of(OK, value);
    }

    /**
     * Creates a response with this status and the value as JSON.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON, or if the status is not a final one
     */
    public static HttpResponse of(int status, Object value) {
        return HttpResponse.of(status, "application/json", Json.write(value));
    }
}
