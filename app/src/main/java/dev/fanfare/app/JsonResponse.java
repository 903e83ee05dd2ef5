package dev.fanfare.app;

import dev.fanfare.app.json.Json;
import dev.fanfare.model.http.HttpResponse;

/** Responses of JSON. */
public final class JsonResponse {
    private static final int OK = 200;

    private JsonResponse() {}

    /** 200 and a value as JSON; see {@link #of(int, Object)}. */
    public static HttpResponse of(Object value) {
        return of(OK, value);
    }

    /**
     * A status and a value as JSON.
     *
     * @throws IllegalArgumentException when no JSON can be made of the value, or the status is no final one
     */
    public static HttpResponse of(int status, Object value) {
        return HttpResponse.of(status, "application/json", Json.write(value));
    }
}
