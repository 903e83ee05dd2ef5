package dev.fanfare.testkit.client;

import dev.fanfare.model.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP response as it came. Immutable. */
public final class RawResponse {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    RawResponse(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /** The same with this body. */
    RawResponse withBody(byte[] bytes) {
        return new RawResponse(status, headers, bytes);
    }

    public int status() {
        return status;
    }

    /** All headers, those of one name in their order. */
    public Headers headers() {
        var all = new Headers.Builder();
        headers.forEach((name, values) -> values.forEach(value -> all.add(name, value)));
        return all.build();
    }

    /** The first value of a header, its name in any case; empty text when there is none. */
    public String header(String name) {
        var values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The body's bytes: read only. */
    public byte[] body() {
        return body;
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + text();
    }
}
