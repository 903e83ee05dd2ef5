package dev.fanfare.testkit.app;

import dev.fanfare.model.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** A response of the server under test. Immutable. */
public final class TestResponse {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    public TestResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    /** Returns the first value of a header; the case of the name does not matter. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /**
     * Returns the cookies of the response as a request header, {@code Cookie: name=value}, without their attributes.
     * Read {@code set-cookie} to test attributes.
     */
    public String cookies() {
        return "Cookie: "
                + headers.all("set-cookie").stream()
                        .map(field -> field.split(";", 2)[0])
                        .collect(Collectors.joining("; "));
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
        return status + " " + text();
    }
}
