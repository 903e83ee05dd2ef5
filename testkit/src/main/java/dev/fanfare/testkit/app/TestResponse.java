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

    /** The first value of a header, its name in any case. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /**
     * The cookies that it sets, as the line by which the next request brings them: {@code Cookie: name=value}. Without their
     * attributes: a test that is about those looks at {@code set-cookie}.
     */
    public String cookies() {
        return "Cookie: "
                + headers.all("set-cookie").stream()
                        .map(field -> field.split(";", 2)[0])
                        .collect(Collectors.joining("; "));
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
        return status + " " + text();
    }
}
