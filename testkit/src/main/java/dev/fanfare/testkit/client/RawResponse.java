package dev.fanfare.testkit.client;

import dev.fanfare.model.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP response as received. Immutable. */
public final class RawResponse {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    RawResponse(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /** Returns this response with a body. */
    RawResponse withBody(byte[] bytes) {
        return new RawResponse(status, headers, bytes);
    }

    public int status() {
        return status;
    }

    /** Returns all headers; headers of the same name are in order. */
    public Headers headers() {
        var all = new Headers.Builder();
        headers.forEach((name, values) -> values.forEach(value -> all.add(name, value)));
        return all.build();
    }

    /** Returns the first value of a header, empty if there is none; the case of the name does not matter. */
    public String header(String name) {
        var values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** Returns the bytes of the body; callers must not modify them. */
    public byte[] body() {
        return body;
    }

    /** Returns the body decoded as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + text();
    }
}
